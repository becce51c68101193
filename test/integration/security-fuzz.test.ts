import { describe, expect, it } from 'vitest'
import { playDoors } from '../support/play-doors.ts'
import { startDatabase } from '../support/start-database.ts'

const attempts = 600

/** `npm run fuzz:doors -- --bodies 10000 --seed S [--db postgres]` is the long run. */
describe('nonsense sent to every door', () => {
  it.each([
    ['SQLite', () => Promise.resolve({})],
    ['PostgreSQL', async () => ({ databaseUrl: await startDatabase() })],
  ])(
    'is answered in our words, names the field, and breaks nothing in %s',
    async (kind, database) => {
      const played = await playDoors({ seed: kind, from: 1, to: attempts, ...(await database()) })
      expect(played.faults).toEqual([])
      expect(played.answers.size).toBeGreaterThan(70)
    },
    120_000,
  )
})
