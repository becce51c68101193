import { type ClosedStretch, explainClosed } from '../calendar/closed-stretches.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import { type Segment, subtractSegments } from '../calendar/segments.ts'
import type { Instant } from '../time.ts'
import { type PauseReason, type SlaClock, windowTime } from './clock.ts'

type Part = Segment & {
  /** What this part adds to the used time. */
  countedMs: number
  /** Used time up to and with this part. */
  sumMs: number
}

/** A part of a clock's life, counted or not, with the reason. */
export type ExplainedPart =
  | (Part & { kind: 'counted' })
  | (Part & { kind: 'closed' } & Omit<ClosedStretch, keyof Segment>)
  | (Part & { kind: 'paused'; reason: PauseReason })
  /** Before a change of level set a new due: what of that time still counts is `countedMs`. */
  | (Part & { kind: 'levelChange' })

/** How a clock came to its figure; the interface's «почему». */
export type Explanation = {
  /** In time order, without gaps, from the start to the end or the present. */
  parts: ExplainedPart[]
  /** The clock's figure, equal to the last running sum: see `usedMs`. */
  usedMs: number
  targetMs: number
  /** Name of the calendar's version, as given. */
  calendarVersion: string | null
}

type Cut =
  | (Segment & { kind: 'counted' })
  | (Segment & { kind: 'closed' } & Omit<ClosedStretch, keyof Segment>)
  | (Segment & { kind: 'paused'; reason: PauseReason })

/**
 * Which time of a clock was counted and which was not, and why. Pure.
 *
 * @param calendar the one that the clock was computed with
 * @param moment the present, at which a running clock is looked at, and how to call the calendar
 * @throws CalendarError `yearMissing`
 */
export function explain(
  clock: SlaClock,
  calendar: BusinessCalendar,
  moment: { now: Instant; calendarVersion?: string },
): Explanation {
  const end = Math.min(moment.now, clock.stoppedAt ?? moment.now)
  const { from, usedMs } = clock.counted
  const parts: ExplainedPart[] = []
  let sumMs = 0
  if (from > clock.startedAt || usedMs !== 0) {
    sumMs = usedMs
    parts.push({ kind: 'levelChange', from: clock.startedAt, to: from, countedMs: usedMs, sumMs })
  }
  for (const cut of cutsOf(clock, calendar, { from, to: end })) {
    const countedMs = cut.kind === 'counted' ? cut.to - cut.from : 0
    sumMs += countedMs
    parts.push({ ...cut, countedMs, sumMs })
  }
  const { targetMs } = clock
  return { parts, usedMs: sumMs, targetMs, calendarVersion: moment.calendarVersion ?? null }
}

function cutsOf(clock: SlaClock, calendar: BusinessCalendar, range: Segment): Cut[] {
  if (range.from >= range.to) return []
  const pauses = clock.pauses
    .map(({ from, to, reason }) => ({
      kind: 'paused' as const,
      from: Math.max(from, range.from),
      to: Math.min(to ?? range.to, range.to),
      reason,
    }))
    .filter(({ from, to }) => from < to)
  const live = subtractSegments([range], pauses)
  const cuts = [...pauses, ...live.flatMap((stretch) => openAndClosed(clock, calendar, stretch))]
  return cuts.sort((a, b) => a.from - b.from)
}

function openAndClosed(clock: SlaClock, calendar: BusinessCalendar, stretch: Segment): Cut[] {
  const open = windowTime(clock.window, calendar).segmentsWithin(stretch.from, stretch.to)
  const counted = open.map((segment): Cut => ({ kind: 'counted', ...segment }))
  // A calendar that never closes has no closed stretches to tell apart.
  if (calendar.kind === 'always') return counted
  const closed = subtractSegments([stretch], open).flatMap((gap) => explainClosed(calendar, gap))
  return [...counted, ...closed.map((gap): Cut => ({ kind: 'closed', ...gap }))]
}
