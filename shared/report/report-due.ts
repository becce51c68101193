import { addMonths, type Month, startOfMonth } from '../billing/months.ts'
import { businessTimeOf } from '../calendar/business-time.ts'
import { CalendarError } from '../calendar/calendar-error.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import { contractZone } from '../sla/holds-from.ts'
import type { Instant } from '../time.ts'

const nineHoursMs = 9 * 60 * 60_000

/**
 * When the report of a month is sent: as the first working day after it begins, by the contract's
 * calendar. Where that is round the clock, or does not know the year, on the 1st at nine. Pure.
 */
export function reportDueAt(calendar: BusinessCalendar, month: Month): Instant {
  const begin = startOfMonth(contractZone(calendar), addMonths(month, 1))
  if (calendar.kind === 'always') return begin + nineHoursMs
  try {
    return businessTimeOf(calendar).nextOpen(begin)
  } catch (error) {
    if (error instanceof CalendarError) return begin + nineHoursMs
    throw error
  }
}
