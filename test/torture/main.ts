import { parseArgs } from 'node:util'
import { nothingWrong } from './compare.ts'
import { runRound, startTorture } from './round.ts'

/** Random people, faults and kill -9; then everything heals, and both portals must tell the same. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    db: { type: 'string', default: 'sqlite' },
    replicas: { type: 'string', default: '1' },
  },
})
const rounds = Number(values.rounds)
const replicas = Number(values.replicas)
if (replicas > 1 && values.db !== 'postgres') {
  process.stderr.write('Replicas share a PostgreSQL: add --db postgres\n')
  process.exit(2)
}
const torture = await startTorture({ replicas, isPostgres: values.db === 'postgres' })
const total = nothingWrong()
try {
  for (let round = 1; round <= rounds; round += 1) {
    const seed = `${values.seed}/${String(round)}`
    const verdict = await runRound(torture, seed)
    for (const kind of ['lost', 'duplicated', 'diverged'] as const) {
      for (const what of verdict[kind])
        process.stdout.write(`round ${String(round)}: ${kind}: ${what}\n`)
      total[kind].push(...verdict[kind])
    }
    if (round % 10 === 0) process.stdout.write(`${String(round)} of ${String(rounds)} rounds\n`)
  }
} finally {
  await torture.stop()
}
const count = (kind: keyof typeof total) => `${String(total[kind].length)} ${kind}`
process.stdout.write(
  `${String(rounds)} rounds, ${String(torture.kills)} kills: ${count('lost')}, ${count('duplicated')}, ${count('diverged')}; seed ${values.seed}\n`,
)
process.exit(total.lost.length + total.duplicated.length + total.diverged.length > 0 ? 1 : 0)
