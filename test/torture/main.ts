import { parseArgs } from 'node:util'
import { buildScript } from '../support/build-script.ts'
import { createDatabase, startDatabaseServer } from '../support/start-database-server.ts'
import { runRound } from './round.ts'
import { kinds, nothingWrong, type Verdict } from './verdict.ts'
import { startWorld, type World } from './world.ts'

/** Random people, faults and kill -9; then everything heals, and both portals must tell the same. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    /** The first round to play; to repeat one that failed. */
    from: { type: 'string', default: '1' },
    db: { type: 'string', default: 'sqlite' },
    replicas: { type: 'string', default: '1' },
  },
})
const { seed } = values
const rounds = Number(values.rounds)
const first = Number(values.from)
const replicas = Number(values.replicas)
if (replicas > 1 && values.db !== 'postgres') {
  process.stderr.write('Replicas share a PostgreSQL: add --db postgres\n')
  process.exit(2)
}

/** So many rounds go on in one world; then another one begins, and nothing piles up. */
const roundsOfWorld = 10
/** What of a round's differences is shown. */
const shown = 20

const total = nothingWrong()
let kills = 0
const script = await buildScript(new URL('backend.ts', import.meta.url))
const postgres = values.db === 'postgres' ? await startDatabaseServer() : undefined
try {
  for (let round = first; round < first + rounds; round += roundsOfWorld)
    await playWorld(round, Math.min(round + roundsOfWorld, first + rounds))
} finally {
  await postgres?.stop()
}
const counts = kinds.map((kind) => `${String(total[kind].length)} ${kind}`).join(', ')
say(`${String(rounds)} rounds, ${String(kills)} kills: ${counts}; seed ${seed}`)
process.exit(kinds.some((kind) => total[kind].length > 0) ? 1 : 0)

async function playWorld(from: number, to: number): Promise<void> {
  const databaseUrl = postgres && (await createDatabase(postgres.url))
  const world: World = await startWorld({ script, replicas, ...(databaseUrl && { databaseUrl }) })
  try {
    for (let round = from; round < to; round += 1) {
      const startedAt = Date.now()
      const verdict = await runRound(world, `${seed}.${String(round)}`)
      report(round, verdict)
      if (process.env.TORTURE_TIMES)
        say(`round ${String(round)}: ${String(Date.now() - startedAt)} ms`)
    }
  } finally {
    kills += world.backends.kills
    await world.stop()
  }
  say(`${String(to - first)} of ${String(rounds)} rounds`)
}

function report(round: number, verdict: Verdict): void {
  const lines = kinds.flatMap((kind) => verdict[kind].map((what) => `${kind}: ${what}`))
  for (const line of lines.slice(0, shown)) say(`round ${String(round)}: ${line}`)
  if (lines.length > shown) say(`round ${String(round)}: ${String(lines.length - shown)} more`)
  if (lines.length > 0)
    say(`round ${String(round)}: repeat with --seed ${seed} --from ${String(round)} --rounds 1`)
  for (const kind of kinds) total[kind].push(...verdict[kind])
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
