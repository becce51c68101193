import { civilDayOf, dateOf, firstDayOf, weekdayIndexOf } from '../../shared/calendar/civil-day.ts'
import { createDayPlanner, type DayPlan } from '../../shared/calendar/day-plan.ts'
import type { WeeklyCalendar } from '../../shared/calendar/schema.ts'

export type YearDay = { date: string; number: number; plan: DayPlan }
/** A month as a wall calendar has it: how many days of the week lie before its first, Monday first. */
export type YearMonth = { first: string; blanks: number; days: YearDay[] }
/** Days in a row that differ from the week for one reason. */
export type Exception = { from: string; to: string; plan: DayPlan }

/** Pure. @throws CalendarError `yearMissing` where the production calendar has no data */
export function monthsOf(calendar: WeeklyCalendar, year: number): YearMonth[] {
  const planOf = createDayPlanner(calendar)
  const months: YearMonth[] = []
  for (let day = firstDayOf(year); day < firstDayOf(year + 1); day += 1) {
    const date = dateOf(day)
    const number = Number(date.slice(8))
    if (number === 1) months.push({ first: date, blanks: (weekdayIndexOf(day) + 6) % 7, days: [] })
    months.at(-1)?.days.push({ date, number, plan: planOf(day) })
  }
  return months
}

/** What differs from the week, in order of dates. Pure. */
export function exceptionsOf(months: readonly YearMonth[]): Exception[] {
  const exceptions: Exception[] = []
  for (const { date, plan } of months.flatMap((month) => month.days)) {
    if (plan.cause === 'week') continue
    const last = exceptions.at(-1)
    if (last && isNextOf(last, date) && isSame(last.plan, plan)) last.to = date
    else exceptions.push({ from: date, to: date, plan })
  }
  return exceptions
}

const isNextOf = ({ to }: Exception, date: string) => civilDayOf(to) + 1 === civilDayOf(date)

const isSame = (one: DayPlan, other: DayPlan) =>
  one.cause === other.cause &&
  one.name?.ru === other.name?.ru &&
  one.movedFrom === other.movedFrom &&
  JSON.stringify(one.windows) === JSON.stringify(other.windows)
