import type { Instant } from '../time.ts'
import type { SlaClock } from './clock.ts'

export type ClockState = 'notStarted' | 'running' | 'paused' | 'met' | 'breached' | 'notNeeded'

/** The state at an instant. Pure and cheap, for lists that tick. */
export function clockState(clock: SlaClock, now: Instant): ClockState {
  if (clock.notNeeded) return 'notNeeded'
  if (now < clock.startedAt) return 'notStarted'
  if (hasBreached(clock, now)) return 'breached'
  if (clock.stoppedAt !== undefined && clock.stoppedAt <= now) return 'met'
  if (clock.pausedAt !== undefined && clock.pausedAt <= now) return 'paused'
  return 'running'
}

function hasBreached(clock: SlaClock, now: Instant): boolean {
  if (clock.violatedAt !== undefined) return now >= clock.violatedAt
  return clock.breachesAt !== null && Math.min(now, clock.stoppedAt ?? now) > clock.breachesAt
}
