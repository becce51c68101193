import type { Instant } from '../time.ts'
import { civilDayAt } from './zone.ts'
import { dateOf, yearOf } from './civil-day.ts'
import { hasProductionYear } from './production-year.ts'
import type { BusinessCalendar } from './schema.ts'

/**
 * The year whose production calendar the administrator has to be warned about: the present one, or
 * from 1 October on the next, for by then the decree is out. Null when nothing is missing or the
 * calendar does not follow the production calendar.
 */
export function missingYearAt(calendar: BusinessCalendar, now: Instant): number | null {
  if (calendar.kind === 'always' || !calendar.followProduction) return null
  const today = civilDayAt(calendar.zone, now)
  const year = yearOf(today)
  if (!hasProductionYear(year)) return year
  const isDecreeExpected = dateOf(today) >= `${year}-10-01`
  return isDecreeExpected && !hasProductionYear(year + 1) ? year + 1 : null
}
