import { civilDayAt, instantOfLocal } from '../calendar/zone.ts'
import { civilDayOf, dateOf, dayMs } from '../calendar/civil-day.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Instant } from '../time.ts'

/** Dates of a contract that works round the clock are Moscow's. */
export const contractZone = (calendar: BusinessCalendar): string =>
  calendar.kind === 'business' ? calendar.zone : 'Europe/Moscow'

/** Today as a contract has it, 'YYYY-MM-DD'. */
export const contractToday = (calendar: BusinessCalendar, now: Instant): string =>
  dateOf(civilDayAt(contractZone(calendar), now))

/**
 * The instant from which something holds that shall hold from a date on: its first moment in the
 * contract's zone; for today the present one, because the past is never rewritten.
 *
 * @param on 'YYYY-MM-DD'
 * @returns null for a date that is over
 */
export function holdsFrom(on: string, calendar: BusinessCalendar, now: Instant): Instant | null {
  const zone = contractZone(calendar)
  const today = civilDayAt(zone, now)
  const day = civilDayOf(on)
  if (day < today) return null
  return day === today ? now : instantOfLocal(zone, day * dayMs)
}
