import type { Instant } from '../time.ts'
import { CalendarError } from './calendar-error.ts'

/** The years in which instants are reckoned with; zones before 1970 are local mean times. */
export const firstYear = 1971
export const lastYear = 2199

const earliest = Date.UTC(firstYear, 0, 2)
const latest = Date.UTC(lastYear, 11, 30)

/** @throws CalendarError `outOfRange` */
export function requireInstant(at: Instant): void {
  if (!(at >= earliest && at <= latest))
    throw new CalendarError('outOfRange', `Instant outside ${firstYear}–${lastYear}: ${at}`)
}

/** @throws CalendarError `badAmount` */
export function requireAmount(ms: number): void {
  if (!(ms >= 0 && ms < Infinity))
    throw new CalendarError('badAmount', `Not a duration in milliseconds: ${ms}`)
}
