/** A civil date without a zone: days since 1970-01-01. */
export type CivilDay = number

export const dayMs = 86_400_000

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof weekdays)[number]

/** @param date 'YYYY-MM-DD', a date that exists */
export function civilDayOf(date: string): CivilDay {
  return Date.parse(`${date}T00:00:00Z`) / dayMs
}

/** 'YYYY-MM-DD' */
export function dateOf(day: CivilDay): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

export function firstDayOf(year: number): CivilDay {
  return Date.UTC(year, 0, 1) / dayMs
}

export function yearOf(day: CivilDay): number {
  return new Date(day * dayMs).getUTCFullYear()
}

/** 0 is Sunday, as in Date. */
export function weekdayIndexOf(day: CivilDay): number {
  return (((day + 4) % 7) + 7) % 7
}

export function weekdayOf(day: CivilDay): Weekday {
  return weekdays[weekdayIndexOf(day)] ?? 'sun'
}

export function isWeekend(day: CivilDay): boolean {
  const index = weekdayIndexOf(day)
  return index === 0 || index === 6
}
