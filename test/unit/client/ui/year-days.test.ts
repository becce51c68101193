import { describe, expect, it } from 'vitest'
import { exceptionsOf, monthsOf } from '../../../../client/ui/year-days.ts'
import { CalendarError } from '../../../../shared/calendar/calendar-error.ts'
import { defaultCalendar, type WeeklyCalendar } from '../../../../shared/calendar/schema.ts'

const weekly = (exceptions: WeeklyCalendar['exceptions'] = []): WeeklyCalendar => ({
  ...defaultCalendar,
  exceptions,
})
const listed = (calendar: WeeklyCalendar, year: number) =>
  exceptionsOf(monthsOf(calendar, year)).map(({ from, to, plan }) => [from, to, plan.cause])

describe('the year of a calendar', () => {
  it('has all its days, each month beginning on its weekday', () => {
    const months = monthsOf(weekly(), 2026)
    expect(months.map(({ days }) => days.length)).toEqual([
      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ])
    // 1 November 2026 is a Sunday.
    expect(months[10]?.blanks).toBe(6)
  })

  it('lists what is unlike the week, days in a row as one', () => {
    const days = listed(weekly(), 2027)
    expect(days).toContainEqual(['2027-02-20', '2027-02-20', 'shortened'])
    expect(listed(weekly(), 2026)).toContainEqual(['2026-11-03', '2026-11-03', 'shortened'])
  })

  it('exceptions of the contract are told as such', () => {
    const own = weekly([{ kind: 'dayOff', on: '2026-11-25' }])
    expect(listed(own, 2026)).toContainEqual(['2026-11-25', '2026-11-25', 'dayOff'])
  })

  it('a year without data is not guessed', () => {
    expect(() => monthsOf(weekly(), 2035)).toThrow(CalendarError)
  })
})
