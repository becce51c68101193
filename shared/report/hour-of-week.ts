import { civilDayAt, offsetAt } from '../calendar/zone.ts'
import { dayMs } from '../calendar/civil-day.ts'
import type { Instant } from '../time.ts'

export const hoursOfWeek = 7 * 24

/** 0 is Monday from midnight to one o'clock by the zone's clocks, 167 the last hour of Sunday. */
export function hourOfWeek(zone: string, at: Instant): number {
  const day = civilDayAt(zone, at)
  const hour = Math.floor(((at + offsetAt(zone, at)) % dayMs) / 3_600_000)
  // 1 January 1970 was a Thursday.
  return ((day + 3) % 7) * 24 + hour
}
