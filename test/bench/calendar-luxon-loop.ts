import { DateTime } from 'luxon'
import { ru2026 } from '../../shared/calendar/data/ru-2026.ts'
import { ru2027 } from '../../shared/calendar/data/ru-2027.ts'

/**
 * The same office hours reckoned the plain way, one luxon day after the other, for comparison.
 * Correct, and what one would write without an index.
 */
const years = [ru2026, ru2027]
const holidays = new Set(years.flatMap((year) => year.holidays))
const workingWeekends = new Set(years.flatMap((year) => year.workingWeekends))
const shortened = new Set(years.flatMap((year) => year.shortened))

function hoursOf(day: DateTime): { opensAt: number; closesAt: number } | null {
  const date = day.toISODate() ?? ''
  const isWeekend = day.weekday > 5
  if (holidays.has(date) || (isWeekend && !workingWeekends.has(date))) return null
  const closing = shortened.has(date) ? 17 : 18
  return {
    opensAt: day.set({ hour: 9 }).toMillis(),
    closesAt: day.set({ hour: closing }).toMillis(),
  }
}

const dayOf = (at: number) => DateTime.fromMillis(at, { zone: 'Europe/Moscow' }).startOf('day')

export function addByDays(start: number, ms: number): number {
  let left = ms
  for (let day = dayOf(start); ; day = day.plus({ days: 1 })) {
    const hours = hoursOf(day)
    if (!hours) continue
    const from = Math.max(start, hours.opensAt)
    const open = Math.max(0, hours.closesAt - from)
    if (open >= left) return from + left
    left -= open
  }
}

export function betweenByDays(a: number, b: number): number {
  let open = 0
  for (let day = dayOf(a); day.toMillis() < b; day = day.plus({ days: 1 })) {
    const hours = hoursOf(day)
    if (hours) open += Math.max(0, Math.min(b, hours.closesAt) - Math.max(a, hours.opensAt))
  }
  return open
}
