import { loadavg } from 'node:os'
import type { Use } from './load.ts'
import type { Size } from './plan.ts'
import type { Seen } from './portals.ts'
import type { Backlog, Lateness, Query, Span, TableSize } from './watch.ts'

export type Uses = Record<'backends' | 'database' | 'portals', Use>

type Measured = {
  size: Size
  replicas: number
  span: Span
  before: Uses
  after: Uses
  backlog: Backlog
  seen: Seen
  /** Seconds that each preparation took. */
  laps: Record<string, number>
  queries: Query[]
  lateness: Lateness
  sizes: { mb: number; tables: TableSize[] }
}

/** Requests a second that a cloud portal of the common plan takes for ever. */
const budgetPerS = 2
const minuteMs = 60_000

export type Summary = ReturnType<typeof summarise>

/** What was seen → the figures that are told. */
export function summarise(measured: Measured) {
  const { size, replicas, span, before, after, seen } = measured
  const seconds = (span.endedAt - span.startedAt) / span.speed / 1000
  const simulatedS = (span.endedAt - span.startedAt) / 1000
  const load = (group: keyof Uses) => ({
    cores: round((after[group].cpuS - before[group].cpuS) / seconds, 2),
    memoryMb: Math.round(after[group].memoryMb),
  })
  const counts = Array.from({ length: size.portals }, () => 0)
  for (const [portal, count] of seen.requests) counts[portal] = count
  const total = counts.reduce((sum, count) => sum + count, 0)
  const share = (count: number) => round((count / simulatedS / budgetPerS) * 100, 1)
  return {
    ...{ ...size, replicas, speed: span.speed },
    playedMinutes: round((span.endedAt - span.startedAt) / minuteMs, 1),
    realMinutes: round(seconds / 60, 1),
    from: new Date(span.startedAt).toISOString(),
    lateness: measured.lateness,
    intake: {
      sent: seen.news.intakeMs.length,
      failed: seen.news.failed,
      ...quantiles(seen.news.intakeMs),
    },
    mirrored: {
      ...{ count: seen.news.mirrorMs.length, notYet: seen.news.notMirrored },
      ...quantiles(seen.news.mirrorMs),
    },
    rest: {
      perSecond: round(total / seconds, 1),
      budgetPercent: {
        mean: share(total / size.portals),
        p99: share(quantile(counts, 0.99)),
        max: share(Math.max(...counts)),
      },
      methods: seen.methods,
      unknown: seen.unknown,
    },
    backlog: measured.backlog,
    load: { backends: load('backends'), database: load('database'), portals: load('portals') },
    database: measured.sizes,
    /** Processes that wanted a core, also others', over the last five minutes. */
    machineLoad: round(loadavg()[1] ?? 0, 1),
    ...{ laps: measured.laps, queries: measured.queries },
  }
}

export function print(summary: Summary): void {
  const { intake, lateness, mirrored, rest, backlog, load, database } = summary
  const lines = [
    `${count(summary.portals)} portals, ${count(summary.tickets)} tickets, ${String(summary.replicas)} replicas: ` +
      `${String(summary.playedMinutes)} min from ${summary.from} in ${String(summary.realMinutes)} min, speed-up ${String(summary.speed)}`,
    `due times: ${count(lateness.count)} reached, late by ${spread(lateness)}`,
    `intake: ${count(intake.sent)} events at the door (${String(intake.failed)} failed), ${spread(intake)}`,
    `told on the other side: ${count(mirrored.count)} (${String(mirrored.notYet)} not yet), after ${spread(mirrored)}`,
    `REST: ${String(rest.perSecond)} requests/s; of a cloud portal's 2/s: mean ${String(rest.budgetPercent.mean)} %, p99 ${String(rest.budgetPercent.p99)} %, most ${String(rest.budgetPercent.max)} %`,
    `left at the end: ${count(backlog.dueTickets)} due, inbox ${count(backlog.inbox)} + ${count(backlog.inboxUpkeep)} upkeep, outbox ${count(backlog.outbox)}, parked ${count(backlog.parked)}; ` +
      `portal unseen for at most ${String(backlog.longestUnseenS)} s, cards behind by ${String(backlog.cardsBehindS)} s`,
    ...Object.entries(load).map(
      ([name, { cores, memoryMb }]) => `${name}: ${String(cores)} cores, ${count(memoryMb)} MB`,
    ),
    `the machine's load: ${String(summary.machineLoad)}`,
    `database: ${count(database.mb)} MB`,
    ...database.tables.map(
      ({ table, rows, mb }) => `  ${table}: ${count(rows)} rows, ${count(mb)} MB`,
    ),
    ...summary.queries.map(
      ({ calls, ms, text }) => `  ${count(ms)} ms in ${count(calls)}: ${text}`,
    ),
    `methods: ${JSON.stringify(rest.methods)}`,
    ...(Object.keys(rest.unknown).length > 0
      ? [`not emulated: ${JSON.stringify(rest.unknown)}`]
      : []),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const count = (value: number) => value.toLocaleString('en')

type Quantiles = { p50: number; p95: number; p99: number; max: number }

const spread = ({ p50, p95, p99, max }: Quantiles) =>
  `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, most ${ms(max)}`

const ms = (value: number) =>
  value < 10_000 ? `${String(Math.round(value))} ms` : `${String(round(value / 1000, 1))} s`

const quantiles = (values: readonly number[]): Quantiles => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
})

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))
