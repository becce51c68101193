import type { CalendarWindow, WeeklyCalendar } from '../../shared/calendar/schema.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type WeekDay = (typeof days)[number]

/** Days in a row with the same hours; no windows: closed. */
export type DayRange = { first: WeekDay; last: WeekDay; windows: readonly CalendarWindow[] }

export function summariseWeek(week: WeeklyCalendar['week']): DayRange[] {
  const ranges: DayRange[] = []
  for (const day of days) {
    const range = ranges.at(-1)
    if (range && String(range.windows) === String(week[day])) range.last = day
    else ranges.push({ first: day, last: day, windows: week[day] })
  }
  return ranges
}
