import type { SlaClock } from '../sla/clock.ts'
import type { Instant } from '../time.ts'
import type { Outcome } from './tally.ts'

/** From which instant on a clock has come out like this; before it, it is open. */
export type Settlement = { outcome: Outcome; at: Instant }

/**
 * How a clock has come out, or will if nothing happens: what `clockState` answers from that instant
 * on. Null as long as only somebody's act can settle it. Pure.
 */
export function settlementOf(clock: SlaClock): Settlement | null {
  const { notNeeded, violatedAt, breachesAt, stoppedAt } = clock
  if (notNeeded) return { outcome: 'notNeeded', at: stoppedAt ?? clock.startedAt }
  if (violatedAt !== undefined) return { outcome: 'breached', at: violatedAt }
  // The instant of `breachesAt` itself is still in time.
  if (breachesAt !== null && (stoppedAt ?? Infinity) > breachesAt)
    return { outcome: 'breached', at: breachesAt + 1 }
  return stoppedAt === undefined ? null : { outcome: 'met', at: stoppedAt }
}
