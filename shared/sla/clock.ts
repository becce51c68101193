import type { BusinessTime } from '../calendar/business-time.ts'
import { businessTimeOf } from '../calendar/business-time.ts'
import { betweenWithPauses, type Pause } from '../calendar/pauses.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import { alwaysTime } from '../calendar/always-time.ts'
import type { Instant } from '../time.ts'
import type { Side } from './history.ts'
import type { Level } from './level.ts'
import type { ServiceWindow } from './policy.ts'

/** The promises of the partner, then the duties of the customer (§4). */
export type ClockName = 'reaction' | 'statusUpdate' | 'resolution' | 'replyDuty' | 'phoneDuty'

/** §2 stops every clock; waiting stops the status update and the resolution below level 1. */
export type PauseReason = 'waiting' | 'outOfScope'
export type ClockPause = Pause & { reason: PauseReason }

/** A share of the target and when it is, or was, used up. */
export type Warning = {
  share: number
  at: Instant
  /** How often a change of level has armed this share anew. */
  rearmed: number
}

/** One promise of one ticket. Plain data; its state at an instant is `clockState`. */
export type SlaClock = {
  name: ClockName
  owedBy: Side
  /** 0, 1, 2 … within the ticket and name. */
  interval: number
  /** Id of the fact that started it: unlike `interval` the same whatever evidence turns up later. */
  startedBy: string
  level: Level
  window: ServiceWindow
  /** Milliseconds of open time in `window`; 0 for the phone duty, which counts attempts. */
  targetMs: number
  startedAt: Instant
  /** The last instant in time. Null while paused, when not needed, and for the phone duty. */
  dueAt: Instant | null
  /** Breached at x exactly if x is later than this («Met or breached»). Null as `dueAt`. */
  breachesAt: Instant | null
  /** In order of shares; of a paused or stopped clock only those reached before that. */
  warnings: Warning[]
  /** What ended it: the contact, the update, the end of the ticket. */
  stoppedAt?: Instant
  /** Since when it is paused. */
  pausedAt?: Instant
  pauseReason?: PauseReason
  /** Open time that is left, frozen; only while paused. */
  remainingMs?: number
  notNeeded?: true
  /** A duty of the customer: when it was violated. */
  violatedAt?: Instant
  /** Phone duty: unanswered attempts that count so far, when the last was, and how many violate it. */
  attempts?: { made: number; limit: number; lastAt?: Instant }
  /** Used time is `usedMs` plus the open time of `window` since `from`, without pauses. */
  counted: { from: Instant; usedMs: number }
  /** In time order, without overlaps. */
  pauses: ClockPause[]
  /** The due rests on a year whose decree is not known yet. */
  provisional?: true
}

/** Open time used at an instant, in milliseconds; stands still while closed, paused or stopped. */
export function usedMs(clock: SlaClock, calendar: BusinessCalendar, now: Instant): number {
  const { from, usedMs: before } = clock.counted
  const to = Math.min(now, clock.stoppedAt ?? now)
  const time = windowTime(clock.window, calendar)
  return before + betweenWithPauses(time, { from, to }, clock.pauses)
}

/** The used part of the target: 0.5 is half, more than 1 is late. Of the phone duty: of attempts. */
export function usedShare(clock: SlaClock, calendar: BusinessCalendar, now: Instant): number {
  if (clock.attempts) return clock.attempts.made / clock.attempts.limit
  return Math.max(0, usedMs(clock, calendar, now) / clock.targetMs)
}

/**
 * Working time that is left until the due, in milliseconds. Null where nothing runs, or where the wall
 * clock says the same.
 */
export function workingLeftMs(
  { window, dueAt, stoppedAt, pausedAt }: SlaClock,
  calendar: BusinessCalendar,
  now: Instant,
): number | null {
  const runs = stoppedAt === undefined && pausedAt === undefined && dueAt !== null && now < dueAt
  if (!runs || window === 'always' || calendar.kind === 'always') return null
  const left = businessTimeOf(calendar).between(now, dueAt)
  return left === dueAt - now ? null : left
}

/** The time that counts in a window of table 2. */
export function windowTime(window: ServiceWindow, calendar: BusinessCalendar): BusinessTime {
  return window === 'always' ? alwaysTime : businessTimeOf(calendar)
}
