import type { Instant } from '../time.ts'
import { lastYear, requireAmount, requireInstant } from './amounts.ts'
import type { BusinessTime } from './business-time.ts'

/** Round the clock: time itself. Knows no zone, no holidays and no missing years. */
export const alwaysTime: BusinessTime = {
  add: (start, ms) => shift(start, ms, 1),
  subtract: (end, ms) => shift(end, ms, -1),
  between,
  split: (a, b) => ({ openMs: between(a, b), closedMs: 0 }),
  isOpen: (at) => shift(at, 0, 1) === at,
  nextOpen: (at) => shift(at, 0, 1),
  periods: (from, count) => (count > 0 ? [{ from, to: Date.UTC(lastYear, 11, 30) }] : []),
  periodsBefore: (until, count) => (count > 0 ? [{ from: Date.UTC(1971, 0, 2), to: until }] : []),
  segmentsWithin: (a, b) => (a < b ? [{ from: a, to: b }] : []),
  isProvisional: () => false,
}

function shift(from: Instant, ms: number, direction: 1 | -1): Instant {
  requireInstant(from)
  requireAmount(ms)
  const to = from + direction * ms
  requireInstant(to)
  return to
}

function between(a: Instant, b: Instant): number {
  requireInstant(a)
  requireInstant(b)
  return Math.max(0, b - a)
}
