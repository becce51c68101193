import { dayMs } from '../calendar/civil-day.ts'
import { civilDayAt, instantOfLocal } from '../calendar/zone.ts'
import type { Instant } from '../time.ts'

const digestMs = 9 * 60 * 60_000

/** When the next daily mail goes: at 9:00 by the zone's clocks. Pure. */
export function nextDigestAt(zone: string, now: Instant): Instant {
  const today = civilDayAt(zone, now)
  const at = instantOfLocal(zone, today * dayMs + digestMs)
  return at > now ? at : instantOfLocal(zone, (today + 1) * dayMs + digestMs)
}
