import { z } from 'zod'
import { type Month, monthSchema } from '../billing/months.ts'
import type { ClockName } from '../sla/clock.ts'
import type { Level } from '../sla/level.ts'
import type { Instant } from '../time.ts'
import { ageBuckets, agesSchema } from './age.ts'
import { distributionOf, distributionSchema, type TimeCount } from './distribution.ts'
import { hoursOfWeek } from './hour-of-week.ts'
import { clockNameSchema } from './monthly-report-shape.ts'
import { type Outcome, settledTallySchema } from './tally.ts'

/** So many clocks of this kind came out like this. */
export type Cell = {
  month: Month
  contractId: string
  /** Who has the ticket; 0: nobody. */
  engineerId: number
  level: Level
  clock: ClockName
  outcome: Outcome
  count: number
}

const count = z.number().int().nonnegative()
const talliesSchema = z.partialRecord(clockNameSchema, settledTallySchema)
export type Tallies = z.infer<typeof talliesSchema>

const groupSchema = z.object({ key: z.string(), clocks: talliesSchema })
export type Group = z.infer<typeof groupSchema>

/**
 * Both parties' promises over some months. Every figure counts what shared/README.md, «Reports» says;
 * each grouping adds up to the total.
 */
export const dashboardSchema = z.object({
  from: monthSchema,
  to: monthSchema,
  asOf: z.number(),
  total: talliesSchema,
  byMonth: z.array(groupSchema),
  byLevel: z.array(groupSchema),
  byContract: z.array(groupSchema),
  byEngineer: z.array(groupSchema),
  times: z.object({ reaction: distributionSchema, statusUpdate: distributionSchema }),
  /** Tickets registered, by hour of the week. */
  load: z.array(count).length(hoursOfWeek),
  /** Tickets open now, whenever they were registered. */
  open: count,
  openByAge: agesSchema,
})
export type Dashboard = z.infer<typeof dashboardSchema>

export type DashboardInput = {
  from: Month
  to: Month
  asOf: Instant
  cells: readonly Cell[]
  times: readonly (TimeCount & { clock: 'reaction' | 'statusUpdate' })[]
  load: readonly { hour: number; count: number }[]
  /** By column of `ageBuckets`. */
  ages: readonly { column: number; count: number }[]
}

/** The figures from what a store has counted, or anybody else. Pure; the order does not matter. */
export function buildDashboard(input: DashboardInput): Dashboard {
  const { from, to, asOf, cells, times, load, ages } = input
  const timesOf = (clock: string) => distributionOf(times.filter((time) => time.clock === clock))
  const openByAge = [...ageBuckets, null].map((upToDays, column) => ({
    upToDays,
    count: sumOf(ages.filter((age) => age.column === column)),
  }))
  return {
    ...{ from, to, asOf },
    total: talliesOf(cells),
    byMonth: groupsOf(cells, ({ month }) => month),
    byLevel: groupsOf(cells, ({ level }) => String(level)),
    byContract: groupsOf(cells, ({ contractId }) => contractId),
    byEngineer: groupsOf(cells, ({ engineerId }) => String(engineerId)),
    times: { reaction: timesOf('reaction'), statusUpdate: timesOf('statusUpdate') },
    load: Array.from({ length: hoursOfWeek }, (_, hour) =>
      sumOf(load.filter((one) => one.hour === hour)),
    ),
    open: sumOf(ages),
    openByAge,
  }
}

const sumOf = (counted: readonly { count: number }[]): number =>
  counted.reduce((sum, one) => sum + one.count, 0)

function groupsOf(cells: readonly Cell[], keyOf: (cell: Cell) => string): Group[] {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const group = groups.get(keyOf(cell))
    if (group) group.push(cell)
    else groups.set(keyOf(cell), [cell])
  }
  return [...groups]
    .map(([key, own]) => ({ key, clocks: talliesOf(own) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function talliesOf(cells: readonly Cell[]): Tallies {
  const tallies: Tallies = {}
  for (const { clock, outcome, count: more } of cells) {
    const tally = (tallies[clock] ??= { met: 0, breached: 0, notNeeded: 0 })
    tally[outcome] += more
  }
  return tallies
}
