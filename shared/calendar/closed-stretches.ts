import { type CivilDay, dayMs } from './civil-day.ts'
import { createDayPlanner, type DayPlan } from './day-plan.ts'
import type { WeeklyCalendar } from './schema.ts'
import { breakSegments, type Segment, segmentOf } from './segments.ts'
import type { DayName } from './statutory-holidays.ts'
import { civilDayAt, instantOfLocal } from './zone.ts'

/** Why nothing is open. `weekend` is a day without hours in the calendar's week. */
export type ClosedReason =
  'outsideHours' | 'shortDay' | 'weekend' | 'holiday' | 'movedDayOff' | 'dayOff' | 'break'

export type ClosedStretch = Segment & {
  reason: ClosedReason
  /** Of the holiday, or of the contract's exception if it has a name. */
  name?: DayName
  /** The date from which a day off was moved, 'YYYY-MM-DD'. */
  movedFrom?: string
}

/** Tells a stretch in which the calendar is closed apart by civil day and reason. */
export function explainClosed(calendar: WeeklyCalendar, closed: Segment): ClosedStretch[] {
  const planOf = createDayPlanner(calendar)
  const breaks = breakSegments(calendar)
  const stretches: ClosedStretch[] = []
  for (const piece of cutAtMidnights(calendar.zone, closed)) {
    const isBreak = breaks.some(({ from, to }) => from <= piece.from && piece.to <= to)
    const stretch: ClosedStretch = isBreak
      ? { from: piece.from, to: piece.to, reason: 'break' }
      : { from: piece.from, to: piece.to, ...reasonOf(calendar, planOf(piece.day), piece) }
    const last = stretches.at(-1)
    if (last && isSameReason(last, stretch)) last.to = stretch.to
    else stretches.push(stretch)
  }
  return stretches
}

type Piece = Segment & { day: CivilDay }

function cutAtMidnights(zone: string, { from, to }: Segment): Piece[] {
  const pieces: Piece[] = []
  let at = from
  for (let day = civilDayAt(zone, from); at < to; day += 1) {
    const end = Math.min(to, instantOfLocal(zone, (day + 1) * dayMs))
    if (end > at) pieces.push({ from: at, to: end, day })
    at = Math.max(at, end)
  }
  return pieces
}

function reasonOf(
  calendar: WeeklyCalendar,
  plan: DayPlan,
  piece: Piece,
): Pick<ClosedStretch, 'reason' | 'name' | 'movedFrom'> {
  const { cause, windows, name, movedFrom } = plan
  if (cause === 'holiday' || cause === 'dayOff' || cause === 'movedDayOff')
    return { reason: cause, ...(name && { name }), ...(movedFrom !== undefined && { movedFrom }) }
  if (windows.length === 0) return { reason: 'weekend' }
  const isAfterLast = windows.every(
    (window) => segmentOf(calendar.zone, piece.day, window).to <= piece.from,
  )
  return { reason: cause === 'shortened' && isAfterLast ? 'shortDay' : 'outsideHours' }
}

const isSameReason = (a: ClosedStretch, b: ClosedStretch) =>
  a.reason === b.reason && a.name?.ru === b.name?.ru && a.movedFrom === b.movedFrom
