import { parseArgs } from 'node:util'
import { playDoors } from '../support/play-doors.ts'
import { createDatabase, startDatabaseServer } from '../support/start-database-server.ts'

/** Nonsense to all doors of the server, on the loopback address: nothing may crash, hang or fail. */
const { values } = parseArgs({
  options: {
    bodies: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    /** The first attempt; to repeat one that failed. */
    from: { type: 'string', default: '1' },
    db: { type: 'string', default: 'sqlite' },
  },
})
const { seed } = values
const first = Number(values.from)
const bodies = Number(values.bodies)
const say = (line: string) => process.stdout.write(`${line}\n`)

/** A world wears out: contracts are ended, webhooks removed. */
const ofOneWorld = 1000
const shown = 20

const faults: string[] = []
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    faults.push(`${event}: ${wordsOf(error)}`)
  })

const postgres = values.db === 'postgres' ? await startDatabaseServer() : undefined
const doors = new Set<string>()
const passed = new Set<string>()
let answered = 0
let slowestMs = 0
const wordsOf = (error: unknown) => (error instanceof Error ? (error.stack ?? '') : String(error))
try {
  for (let from = first; from < first + bodies; from += ofOneWorld) {
    const to = Math.min(from + ofOneWorld, first + bodies) - 1
    const database = postgres && { databaseUrl: await createDatabase(postgres.url) }
    const played = await playDoors({ seed, from, to, ...database })
    faults.push(...played.faults)
    for (const [door, kinds] of played.answers) {
      doors.add(door)
      if (kinds.has('2xx')) passed.add(door)
    }
    answered += to - from + 1
    slowestMs = Math.max(slowestMs, played.slowestMs)
  }
} catch (error) {
  faults.push(wordsOf(error))
}
await postgres?.stop()
for (const fault of faults.slice(0, shown)) say(fault)
say(
  `${String(answered)} attempts at ${String(doors.size)} doors on ${values.db}, seed ${seed}, ` +
    `${String(passed.size)} of which also took something: ` +
    `${String(faults.length)} faults, slowest answer ${slowestMs.toFixed(0)} ms`,
)
process.exit(faults.length > 0 ? 1 : 0)
