import { parseArgs } from 'node:util'
import { createDatabase, startDatabaseServer } from '../support/start-database-server.ts'
import { databaseVariable } from './bench-database.ts'
import { bridgeBench } from './bridge.ts'
import { calendarBench } from './calendar.ts'
import { clientBench } from './client.ts'
import { clocksBench } from './clocks.ts'
import { deskBench } from './desk.ts'
import { ingestBench } from './ingest.ts'
import { type Figure, isReached } from './measure.ts'
import { moneyBench } from './money.ts'
import { portalBench } from './portal.ts'

const benches = [
  calendarBench,
  clocksBench,
  portalBench,
  ingestBench,
  bridgeBench,
  clientBench,
  deskBench,
  moneyBench,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    db: { type: 'string', default: 'sqlite' },
  },
})
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  const known = benches.map(({ name }) => name).join(', ')
  process.stderr.write(`No such bench: ${unknown.join(', ')}. There are: ${known}\n`)
  process.exit(2)
}

const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const results: { bench: string; figures: Figure[] }[] = []
const postgres =
  values.db === 'postgres' ? await startDatabaseServer({ isDurable: true }) : undefined
for (const bench of chosen) {
  if (postgres) process.env[databaseVariable] = await createDatabase(postgres.url)
  results.push({ bench: bench.name, figures: await bench.run() })
}
await postgres?.stop()
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`)
else for (const { bench, figures } of results) print(bench, figures)
const missed = results.flatMap(({ figures }) => figures).filter((it) => isReached(it) === false)
process.exitCode = missed.length > 0 ? 1 : 0

function print(bench: string, figures: readonly Figure[]): void {
  process.stdout.write(`${bench}\n`)
  for (const figure of figures) process.stdout.write(`  ${lineOf(figure)}\n`)
}

function lineOf(figure: Figure): string {
  const value = figure.value.toLocaleString('en', { maximumFractionDigits: 1 })
  const { ratio, target } = figure
  const digits = ratio && ratio.times < 10 ? 1 : 0
  const times = ratio?.times.toLocaleString('en', { maximumFractionDigits: digits })
  const compared = ratio ? `, ${times ?? ''} × ${ratio.to}` : ''
  return `${figure.name}: ${value} ${figure.unit}${compared}${target ? verdictOf(figure) : ''}`
}

function verdictOf(figure: Figure): string {
  const { target } = figure
  if (!target) return ''
  const wanted = 'atLeast' in target ? `at least ${target.atLeast}` : `below ${target.below}`
  return ` (${wanted}: ${isReached(figure) ? 'reached' : 'MISSED'})`
}
