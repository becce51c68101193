import { describe, expect, it } from 'vitest'
import { civilDayOf, isWeekend, weekdayOf } from '../../../../shared/calendar/civil-day.ts'
import { createDayPlanner } from '../../../../shared/calendar/day-plan.ts'
import { missingYearAt } from '../../../../shared/calendar/missing-year.ts'
import { productionYearOf } from '../../../../shared/calendar/production-year.ts'
import { provisionalYear } from '../../../../shared/calendar/provisional-year.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { moscow } from './moscow.ts'

const daysOf = (year: number) => {
  const first = civilDayOf(`${year}-01-01`)
  return Array.from({ length: civilDayOf(`${year + 1}-01-01`) - first }, (_, day) => first + day)
}

describe('the data of the production calendar', () => {
  it.each([2024, 2025, 2026, 2027])('of %i adds up to its own working days and hours', (year) => {
    const data = productionYearOf(year, false)
    const plan = createDayPlanner(defaultCalendar)
    const working = daysOf(year).filter((day) => plan(day).windows.length > 0)
    const openMinutes = working.flatMap((day) => plan(day).windows)
    const minutes = openMinutes.reduce((sum, { start, end }) => sum + end - start, 0)

    expect(working).toHaveLength(data.workingDays)
    expect(minutes).toBe(data.workingDays * 9 * 60 - data.shortened.length * 60)
    expect(data.hours40).toBe(data.workingDays * 8 - data.shortened.length)
  })

  it.each([2024, 2025, 2026, 2027])('of %i names only dates that can be what they are', (year) => {
    const data = productionYearOf(year, false)
    expect(data.workingWeekends.map(civilDayOf).every(isWeekend)).toBe(true)
    expect(data.shortened.filter((date) => data.holidays.includes(date))).toEqual([])
    expect(data.decree).toMatch(/^Постановление Правительства РФ от \d\d\.\d\d\.\d{4} № \d+$/)
  })
})

describe('a day of the default calendar', () => {
  const plan = createDayPlanner(defaultCalendar)
  const hours = (date: string) =>
    plan(civilDayOf(date)).windows.map(({ start, end }) => [start / 60, end / 60])

  it.each([
    ['2026-11-23', [[9, 18]], { cause: 'week' }],
    ['2026-11-21', [], { cause: 'week' }],
    ['2026-11-03', [[9, 17]], { cause: 'shortened' }],
    ['2026-11-04', [], { cause: 'holiday', name: { ru: 'День народного единства' } }],
    ['2026-01-09', [], { cause: 'movedDayOff', movedFrom: '2026-01-03' }],
    ['2026-03-09', [], { cause: 'movedDayOff', movedFrom: '2026-03-08' }],
    ['2027-05-10', [], { cause: 'movedDayOff', movedFrom: '2027-05-09' }],
    // Works instead of Monday 22 February and has that day's hours, less one before the 23rd.
    ['2027-02-20', [[9, 17]], { cause: 'shortened' }],
    ['2027-02-22', [], { cause: 'movedDayOff', movedFrom: '2027-02-20' }],
    ['2024-04-27', [[9, 18]], { cause: 'workingWeekend' }],
    // A Friday before a Monday holiday is not the day before it.
    ['2027-03-05', [[9, 18]], { cause: 'week' }],
  ])('%s is open %j because of %j', (date, windows, cause) => {
    expect(hours(date)).toEqual(windows)
    expect(plan(civilDayOf(date))).toMatchObject(cause)
  })

  it('when the contract ignores the pre-holiday hour, then 3 November ends at 18:00', () => {
    const ignoring = createDayPlanner({ ...defaultCalendar, preHoliday: 'ignore' })
    expect(ignoring(civilDayOf('2026-11-03')).windows).toEqual([{ start: 540, end: 1080 }])
  })

  it('when the contract does not follow the production calendar, then 4 November is a Wednesday', () => {
    const plain = createDayPlanner({ ...defaultCalendar, followProduction: false })
    expect(weekdayOf(civilDayOf('2026-11-04'))).toBe('wed')
    expect(plain(civilDayOf('2026-11-04')).windows).toHaveLength(1)
  })

  it('when a short day has a lunch break, then the hour goes off its end', () => {
    const halves: [string, string][] = [
      ['09:00', '13:00'],
      ['17:30', '18:00'],
    ]
    const planned = createDayPlanner({
      ...defaultCalendar,
      week: { ...defaultCalendar.week, tue: halves },
    })
    expect(planned(civilDayOf('2026-11-03')).windows).toEqual([{ start: 540, end: 750 }])
  })
})

describe('the provisional year', () => {
  it.each([2024, 2025, 2026, 2027])(
    'of %i differs from the decree only by what the decree moved',
    (year) => {
      const [law, decree] = [provisionalYear(year), productionYearOf(year, false)]
      const moved = decree.transfers.flatMap(({ from, to }) => [from, to])
      const unexplained = law.holidays.filter(
        (date) => !decree.holidays.includes(date) && !law.transfers.some(({ to }) => to === date),
      )
      const added = decree.holidays.filter(
        (date) => !law.holidays.includes(date) && !moved.includes(date),
      )
      expect({ unexplained, added }).toEqual({ unexplained: [], added: [] })
    },
  )

  it('of 2026 moves 8 March and 9 May by the law alone', () => {
    const year = provisionalYear(2026)
    expect(year.transfers).toEqual([
      { from: '2026-03-08', to: '2026-03-09' },
      { from: '2026-05-09', to: '2026-05-11' },
    ])
    // The decree made 31 December a day off; by the law it is short.
    const { shortened } = productionYearOf(2026, false)
    expect(year.shortened).toEqual([...shortened, '2026-12-31'])
    expect(year.isProvisional).toBe(true)
  })
})

describe('missingYearAt', () => {
  it.each([
    ['2026-11-23 10:00', null],
    ['2027-09-30 23:59', null],
    ['2027-10-01 00:00', 2028],
    ['2028-01-01 00:00', 2028],
  ])('on %s the administrator is warned of %s', (now, year) => {
    expect(missingYearAt(defaultCalendar, moscow(now))).toBe(year)
  })

  it('when the calendar follows no production calendar, then nothing is missing', () => {
    const now = moscow('2030-10-01 10:00')
    expect(missingYearAt({ ...defaultCalendar, followProduction: false }, now)).toBeNull()
    expect(missingYearAt({ kind: 'always' }, now)).toBeNull()
  })
})
