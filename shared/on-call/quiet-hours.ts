import type { z } from 'zod'
import { dayMs } from '../calendar/civil-day.ts'
import { windowSchema } from '../calendar/schema.ts'
import { minuteWindowOf } from '../calendar/wall-clock.ts'
import { civilDayAt, instantOfLocal } from '../calendar/zone.ts'
import type { Instant } from '../time.ts'

const minuteMs = 60_000

/** ['21:00', '08:00'] of every day: nobody is told anything that can wait. */
export const quietHoursSchema = windowSchema.refine(([from, to]) => from !== to, {
  error: 'neverLoud',
})
export type QuietHours = z.infer<typeof quietHoursSchema>

/** When the quiet hours end in which an instant lies; null when it lies in none. Pure. */
export function quietUntil(quiet: QuietHours, zone: string, at: Instant): Instant | null {
  const { start, end } = minuteWindowOf(quiet)
  const today = civilDayAt(zone, at)
  // They may have begun the day before.
  for (const day of [today - 1, today]) {
    const local = (minutes: number) => instantOfLocal(zone, day * dayMs + minutes * minuteMs)
    if (local(start) <= at && at < local(end)) return local(end)
  }
  return null
}
