import { weekdays } from './civil-day.ts'
import type { WeeklyCalendar } from './schema.ts'

/** Equal for two calendars exactly if they open and close at the same times. */
export function canonicalKeyOf(calendar: WeeklyCalendar): string {
  return JSON.stringify([
    calendar.zone,
    weekdays.map((day) => calendar.week[day]),
    calendar.followProduction,
    calendar.preHoliday,
    calendar.allowProvisional,
    calendar.exceptions.map((exception) => [
      exception.kind,
      exception.on,
      exception.kind === 'dayOff' ? null : exception.windows,
    ]),
  ])
}
