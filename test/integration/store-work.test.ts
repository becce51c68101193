import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import type { WorkRecord } from '../../server/db/work-store.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const noon = Date.parse('2026-11-23T09:00:00Z')
const hourMs = 60 * 60_000
const ivan = { memberId: 'partner', userId: 5 }

const work = (ticketId: string, from: number): WorkRecord => ({
  ...ivan,
  id: randomUUID(),
  ticketId,
  engineer: 'Иван Петров',
  from,
  to: from + hourMs,
  what: 'Проверка',
  onlyOutOfHours: false,
  questionIds: [],
  enteredAt: noon,
  revision: 1,
  earlier: [],
  withdrawn: null,
  objection: null,
})

describe.each(databaseKinds)('the work log in $kind', ({ start }) => {
  let database: TestDatabase

  beforeEach(async () => {
    database = await start()
  })
  afterEach(() => database.close())

  const enterIfFree = (db: Database, entry: WorkRecord) =>
    db.transaction(async ({ work: store }) => {
      await store.lockEngineer(ivan)
      const isFree = (await store.overlapping(ivan, entry)).length === 0
      if (isFree) await store.add(entry)
      return isFree
    })

  it('of entries that overlap only one is kept, whichever replica is asked', async () => {
    const replicas = [database.db, await database.replica()]
    const tries = Array.from({ length: 10 }, (_, index) => {
      const entry = work(`ticket-${String(index)}`, noon + index * 60_000)
      return enterIfFree(replicas[index % 2] ?? database.db, entry)
    })
    const kept = (await Promise.all(tries)).filter(Boolean)
    expect(kept).toHaveLength(1)
  })

  it('entries may touch, and one does not stand in its own way', async () => {
    const entry = work('ticket', noon)
    expect(await enterIfFree(database.db, entry)).toBe(true)
    expect(await database.db.work.overlapping(ivan, entry)).toEqual([])
    expect(await enterIfFree(database.db, work('ticket', noon + hourMs))).toBe(true)
    expect(await enterIfFree(database.db, work('ticket', noon - hourMs))).toBe(true)
    expect(await database.db.work.listOf('ticket')).toMatchObject([{}, entry, {}])
  })

  it('a change of what somebody has changed meanwhile is not stored', async () => {
    const entry = work('ticket', noon)
    await enterIfFree(database.db, entry)
    const next = { ...entry, what: 'Другое', revision: 2 }
    expect(await database.db.work.replace(next, 1)).toBe(true)
    expect(await database.db.work.replace({ ...next, what: 'Третье' }, 1)).toBe(false)
    expect(await database.db.work.find(entry.id)).toEqual(next)
  })
})
