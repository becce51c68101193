import { civilDayAt } from '../../../../shared/calendar/zone.ts'
import { yearOf } from '../../../../shared/calendar/civil-day.ts'
import { missingYearAt } from '../../../../shared/calendar/missing-year.ts'
import { hasProductionYear } from '../../../../shared/calendar/production-year.ts'
import { findRepeatedEdges, type RepeatedEdge } from '../../../../shared/calendar/repeated-hours.ts'
import type { WeeklyCalendar } from '../../../../shared/calendar/schema.ts'
import type { Instant } from '../../../../shared/time.ts'

const yearsAhead = 2

export type CalendarWarnings = {
  /** Years that are followed and not known, in order. */
  missingYears: number[]
  repeatedEdges: RepeatedEdge[]
}

/** What somebody who edits a calendar has to know. @param shown the year on the page */
export function calendarWarnings(
  calendar: WeeklyCalendar,
  { now, shown }: { now: Instant; shown: number },
): CalendarWarnings {
  const expected = missingYearAt(calendar, now)
  const missing = [
    ...(expected === null ? [] : [expected]),
    ...(calendar.followProduction && !hasProductionYear(shown) ? [shown] : []),
  ]
  const year = yearOf(civilDayAt(calendar.zone, now))
  const years = { from: Math.min(year, shown), to: Math.max(year + yearsAhead, shown) }
  return {
    missingYears: [...new Set(missing)].sort((one, other) => one - other),
    repeatedEdges: findRepeatedEdges(calendar, years),
  }
}
