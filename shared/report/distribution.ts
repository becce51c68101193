import { z } from 'zod'

/** So many clocks took so many whole minutes of open time. */
export const timeCountSchema = z.object({
  minutes: z.number().int().nonnegative(),
  count: z.number().int().positive(),
})
export type TimeCount = z.infer<typeof timeCountSchema>

const hour = 60

/** Upper ends of the columns, in minutes: «не дольше»; what takes longer is in the last one. */
export const timeBuckets = [
  15,
  30,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  40 * hour,
] as const

const minutes = z.number().int().nonnegative()

/** Times as columns and percentiles. */
export const distributionSchema = z.object({
  count: minutes,
  /** So many of a hundred took no longer (nearest rank); null without any. */
  p50: minutes.nullable(),
  p90: minutes.nullable(),
  p95: minutes.nullable(),
  longest: minutes.nullable(),
  /** As `timeBuckets`; the last one, without an end, holds what took longer. */
  columns: z.array(z.object({ upTo: minutes.nullable(), count: minutes })),
})
export type Distribution = z.infer<typeof distributionSchema>

/** Pure; the order of the times does not matter, and equal times may come apart. */
export function distributionOf(times: readonly TimeCount[]): Distribution {
  const sorted = times.toSorted((a, b) => a.minutes - b.minutes)
  const count = sorted.reduce((sum, time) => sum + time.count, 0)
  const ends = [...timeBuckets, null]
  const columns = ends.map((upTo) => ({ upTo, count: 0 }))
  for (const time of sorted) {
    const column = columns.find(({ upTo }) => upTo === null || time.minutes <= upTo)
    if (column) column.count += time.count
  }
  return {
    count,
    p50: nearestRank(sorted, count * 0.5),
    p90: nearestRank(sorted, count * 0.9),
    p95: nearestRank(sorted, count * 0.95),
    longest: sorted.at(-1)?.minutes ?? null,
    columns,
  }
}

/** The smallest time that at least `rank` of the sorted ones do not exceed. */
function nearestRank(sorted: readonly TimeCount[], rank: number): number | null {
  let seen = 0
  for (const { minutes: taken, count } of sorted) {
    seen += count
    // 0.95 × 20 is a hair more than 19 in floating point.
    if (seen >= rank - 1e-9) return taken
  }
  return null
}
