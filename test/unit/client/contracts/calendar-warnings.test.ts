import { describe, expect, it } from 'vitest'
import { calendarWarnings } from '../../../../client/features/contracts/terms/calendar-warnings.ts'
import {
  type CalendarWindow,
  defaultCalendar,
  type WeeklyCalendar,
} from '../../../../shared/calendar/schema.ts'

const at = (day: string) => Date.parse(`${day}T12:00+03:00`)
const missingAt = (day: string, shown: number, calendar = defaultCalendar) =>
  calendarWarnings(calendar, { now: at(day), shown }).missingYears

describe('who edits a calendar is warned', () => {
  it('from October on of the next year, whose production calendar should be known by then', () => {
    expect(missingAt('2027-09-30', 2027)).toEqual([])
    expect(missingAt('2027-10-01', 2027)).toEqual([2028])
  })

  it('of the year that he looks at', () => {
    expect(missingAt('2026-11-23', 2027)).toEqual([])
    expect(missingAt('2026-11-23', 2029)).toEqual([2029])
    expect(missingAt('2027-10-01', 2029)).toEqual([2028, 2029])
  })

  it('of no year when his calendar does not follow the production calendar', () => {
    const own = { ...defaultCalendar, followProduction: false }
    expect(missingAt('2027-10-01', 2029, own)).toEqual([])
  })

  it('of hours that a change of the clocks shows twice, in the years around', () => {
    const berlin = { ...defaultCalendar, zone: 'Europe/Berlin' }
    const early: CalendarWindow[] = [['02:30', '10:00']]
    const onSundays = { ...berlin, week: { ...berlin.week, sun: early } }
    const warned = (calendar: WeeklyCalendar) =>
      calendarWarnings(calendar, { now: at('2026-11-23'), shown: 2026 }).repeatedEdges
    expect(warned(onSundays)).toEqual([
      { on: '2026-10-25', time: '02:30' },
      { on: '2027-10-31', time: '02:30' },
      { on: '2028-10-29', time: '02:30' },
    ])
    expect(warned(berlin)).toEqual([])
  })
})
