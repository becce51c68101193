import type { Instant } from '../time.ts'
import type { BusinessTime } from './business-time.ts'

/** A stretch in which a clock stands; `to` is null while it lasts. */
export type Pause = { from: Instant; to: Instant | null }

/**
 * The first instant at which `ms` of open time outside the pauses have passed since `start`;
 * null when a pause that still lasts is met before.
 *
 * @param pauses in time order, without overlaps
 */
export function addWithPauses(
  time: BusinessTime,
  amount: { start: Instant; ms: number },
  pauses: readonly Pause[],
): Instant | null {
  let end = time.add(amount.start, amount.ms)
  for (const pause of pauses) {
    if (pause.to !== null && pause.to <= amount.start) continue
    // A stretch of no length ends where it starts, so a pause from that very instant is met.
    if (pause.from > end || (pause.from === end && amount.ms > 0)) break
    if (pause.to === null) return null
    end = time.add(pause.to, time.between(Math.max(pause.from, amount.start), end))
  }
  return end
}

/** Open time within [a, b) outside the pauses, which are in time order and without overlaps. */
export function betweenWithPauses(
  time: BusinessTime,
  { from, to }: { from: Instant; to: Instant },
  pauses: readonly Pause[],
): number {
  if (from >= to) return 0
  let open = time.between(from, to)
  for (const pause of pauses) {
    const pausedFrom = Math.max(from, pause.from)
    const pausedTo = Math.min(to, pause.to ?? to)
    if (pausedFrom < pausedTo) open -= time.between(pausedFrom, pausedTo)
  }
  return open
}
