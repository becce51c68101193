import { z } from 'zod'
import { civilDayAt, instantOfLocal } from '../calendar/zone.ts'
import { dayMs } from '../calendar/civil-day.ts'
import type { Instant } from '../time.ts'

/** A calendar month, '2026-11'; months compare as texts do. */
export const monthSchema = z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/, 'month')
export type Month = z.infer<typeof monthSchema>

/** The month that clocks in a zone show at an instant. */
export function monthAt(zone: string, at: Instant): Month {
  return new Date(civilDayAt(zone, at) * dayMs).toISOString().slice(0, 7)
}

/** The first instant of a month in a zone, which is the end of the one before. */
export const startOfMonth = (zone: string, month: Month): Instant =>
  instantOfLocal(zone, Date.parse(`${month}-01T00:00:00Z`))

/** So many months later, or earlier. */
export function addMonths(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}
