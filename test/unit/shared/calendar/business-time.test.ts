import { describe, expect, it } from 'vitest'
import { businessTimeOf } from '../../../../shared/calendar/business-time.ts'
import { CalendarError } from '../../../../shared/calendar/calendar-error.ts'
import { defaultCalendar, type WeeklyCalendar } from '../../../../shared/calendar/schema.ts'
import { hour, minute, moscow, moscowText } from './moscow.ts'

const office = businessTimeOf(defaultCalendar)

describe('add, in the hours of the default calendar', () => {
  it.each([
    ['a Friday evening', '2026-11-20 17:30', 1, '2026-11-23 09:30'],
    ['up to closing time: the closing instant', '2026-11-23 14:00', 4, '2026-11-23 18:00'],
    ['before a short day ends', '2026-11-03 16:00', 2, '2026-11-05 10:00'],
    ['30 December 2026, over the New Year', '2026-12-30 17:00', 2, '2027-01-11 10:00'],
    ['into the working Saturday', '2027-02-19 17:00', 9, '2027-02-20 17:00'],
    ['past the working Saturday', '2027-02-20 16:00', 2, '2027-02-24 10:00'],
    ['nothing, when closed: the next opening', '2026-11-21 12:00', 0, '2026-11-23 09:00'],
    ['nothing, at closing time: the next opening', '2026-11-20 18:00', 0, '2026-11-23 09:00'],
    ['nothing, when open: the same instant', '2026-11-23 12:34', 0, '2026-11-23 12:34'],
  ])('from %s', (_situation, start, hours, end) => {
    expect(moscowText(office.add(moscow(start), hours * hour))).toBe(end)
  })
})

describe('subtract', () => {
  it.each([
    ['across a weekend', '2026-11-23 09:30', 1, '2026-11-20 17:30'],
    ['back to an opening instant', '2026-11-23 18:00', 9, '2026-11-23 09:00'],
    ['nothing, when closed: the last closing', '2026-11-22 12:00', 0, '2026-11-20 18:00'],
    ['across the New Year', '2027-01-11 10:00', 2, '2026-12-30 17:00'],
  ])('%s', (_situation, end, hours, start) => {
    expect(moscowText(office.subtract(moscow(end), hours * hour))).toBe(start)
  })
})

describe('split', () => {
  it.each([
    ['2026-11-23 17:50', '2026-11-23 18:25', 10, 25],
    ['2026-11-03 16:45', '2026-11-03 17:15', 15, 15],
    ['2027-02-20 09:00', '2027-02-20 10:00', 60, 0],
    ['2026-11-23 18:25', '2026-11-23 17:50', 0, 0],
  ])('from %s to %s is %i open and %i closed minutes', (from, to, open, closed) => {
    expect(office.split(moscow(from), moscow(to))).toEqual({
      openMs: open * minute,
      closedMs: closed * minute,
    })
  })
})

describe('periods and segments', () => {
  it('forward, the first one is clipped at the start', () => {
    const periods = office.periods(moscow('2027-02-19 17:00'), 3)
    expect(periods.map(({ from, to }) => [moscowText(from), moscowText(to)])).toEqual([
      ['2027-02-19 17:00', '2027-02-19 18:00'],
      ['2027-02-20 09:00', '2027-02-20 17:00'],
      ['2027-02-24 09:00', '2027-02-24 18:00'],
    ])
  })

  it('backward, the newest comes first', () => {
    const periods = office.periodsBefore(moscow('2026-11-05 10:00'), 2)
    expect(periods.map(({ from, to }) => [moscowText(from), moscowText(to)])).toEqual([
      ['2026-11-05 09:00', '2026-11-05 10:00'],
      ['2026-11-03 09:00', '2026-11-03 17:00'],
    ])
  })

  it('within a range, they are clipped at both ends and add up to `between`', () => {
    const [a, b] = [moscow('2026-11-20 17:00'), moscow('2026-11-24 10:00')]
    const sum = office.segmentsWithin(a, b).reduce((ms, { from, to }) => ms + to - from, 0)
    expect(sum).toBe(11 * hour)
    expect(office.between(a, b)).toBe(11 * hour)
  })
})

describe('New York, where the clocks change', () => {
  const newYork = businessTimeOf({ ...plain('America/New_York'), week: everyDay('00:00', '24:00') })
  const at = (text: string) => Date.parse(text)

  it.each([
    ['the night of 8 March 2026 lacks an hour', '2026-03-08', '2026-03-09', 23],
    ['1 November 2026 has one more', '2026-11-01', '2026-11-02', 25],
  ])('%s', (_situation, from, to, hours) => {
    const start = at(`${from}T${from < '2026-06' ? '05' : '04'}:00Z`)
    const end = at(`${to}T${to < '2026-06' ? '04' : '05'}:00Z`)
    expect(newYork.between(start, end)).toBe(hours * hour)
  })

  it('when eight working hours begin on the Friday before, then they end by wall clock', () => {
    const office = businessTimeOf({
      ...plain('America/New_York'),
      week: workdays('09:00', '17:00'),
    })
    // Friday 16:00 EST; Monday 16:00 is EDT.
    expect(office.add(at('2026-03-06T21:00Z'), 8 * hour)).toBe(at('2026-03-09T20:00Z'))
    // Friday 16:00 EDT; Monday 16:00 is EST.
    expect(office.add(at('2026-10-30T20:00Z'), 8 * hour)).toBe(at('2026-11-02T21:00Z'))
  })

  it('when a window lies in the hour that does not exist, then it is dropped', () => {
    const night = businessTimeOf({ ...plain('America/New_York'), week: everyDay('02:15', '02:45') })
    // 02:15 moves to 03:15 and 02:45 to 03:45, so the window keeps its half hour.
    expect(night.between(at('2026-03-08T05:00Z'), at('2026-03-09T04:00Z'))).toBe(hour / 2)
    const edge = businessTimeOf({ ...plain('America/New_York'), week: everyDay('02:30', '03:15') })
    expect(edge.between(at('2026-03-08T05:00Z'), at('2026-03-09T04:00Z'))).toBe(0)
  })
})

describe('exceptions of the contract', () => {
  const time = businessTimeOf({
    ...defaultCalendar,
    exceptions: [
      { kind: 'dayOff', on: '2026-11-24' },
      { kind: 'hours', on: '2026-11-24', windows: [['10:00', '11:00']] },
      { kind: 'hours', on: '2026-11-28', windows: [['10:00', '14:00']] },
      { kind: 'break', on: '2026-11-28', windows: [['12:00', '13:00']] },
      { kind: 'hours', on: '2026-11-04', windows: [['09:00', '12:00']] },
    ],
  })
  const openOn = (date: string) =>
    time.between(moscow(`${date} 00:00`), moscow(`${date} 23:59`)) / hour

  it.each([
    ['a day off goes before other hours', '2026-11-24', 0],
    ['an extra Saturday with a break', '2026-11-28', 3],
    ['work agreed on a public holiday', '2026-11-04', 3],
    ['any other day is as the week has it', '2026-11-25', 9],
  ])('%s', (_situation, date, hours) => {
    expect(openOn(date)).toBe(hours)
  })
})

describe('a night shift', () => {
  const nights = businessTimeOf({ ...plain('Europe/Moscow'), week: workdays('22:00', '06:00') })

  it('belongs to the day on which it starts, also at New Year', () => {
    // Friday 31 December 2027 into Saturday; the shift of Sunday does not exist.
    expect(nights.isOpen(moscow('2028-01-01 05:59'))).toBe(true)
    expect(nights.isOpen(moscow('2028-01-03 05:59'))).toBe(false)
    expect(nights.between(moscow('2027-12-31 12:00'), moscow('2028-01-01 12:00'))).toBe(8 * hour)
  })
})

describe('what cannot be known is refused', () => {
  const thrownBy = (act: () => unknown) => {
    try {
      act()
    } catch (error) {
      if (error instanceof CalendarError) return { code: error.code, year: error.year }
      throw error
    }
    return null
  }

  it('when a year has no production calendar, then the error names it', () => {
    const act = () => office.add(moscow('2027-12-30 17:00'), 2 * hour)
    expect(thrownBy(act)).toEqual({ code: 'yearMissing', year: 2028 })
  })

  it('when the answer is the last closing of the last known year, then nothing is missing', () => {
    expect(moscowText(office.add(moscow('2027-12-30 17:00'), hour))).toBe('2027-12-30 18:00')
  })

  it('when a range ends with the last known year, then nothing is missing', () => {
    const [a, b] = [moscow('2027-12-30 09:00'), moscow('2028-01-01 00:00')]
    expect(office.between(a, b)).toBe(9 * hour)
  })

  it('when the contract allows it, then the year is reckoned by the law and marked', () => {
    const provisional = businessTimeOf({ ...defaultCalendar, allowProvisional: true })
    const end = provisional.add(moscow('2027-12-30 17:00'), 2 * hour)
    expect(moscowText(end)).toBe('2028-01-10 10:00')
    expect(provisional.isProvisional(moscow('2027-12-30 17:00'), end)).toBe(true)
    expect(provisional.isProvisional(moscow('2027-12-29 17:00'), moscow('2027-12-30 17:00'))).toBe(
      false,
    )
  })

  it.each([
    ['a negative amount', -1, 'badAmount'],
    ['no number', NaN, 'badAmount'],
    ['an endless amount', Infinity, 'badAmount'],
    ['more than two centuries hold', 1e15, 'outOfRange'],
  ])('when %s is added, then it is refused', (_situation, ms, code) => {
    const always = businessTimeOf({ kind: 'always' })
    const weekly = businessTimeOf({ ...defaultCalendar, followProduction: false })
    const start = moscow('2026-11-23 10:00')
    expect(thrownBy(() => always.add(start, ms))).toMatchObject({ code })
    expect(thrownBy(() => weekly.add(start, ms))).toMatchObject({ code })
  })

  it('when no window ever opens, then it says so instead of searching for ever', () => {
    const shut = businessTimeOf({ ...plain('Europe/Moscow'), week: none })
    expect(thrownBy(() => shut.add(moscow('2026-11-23 10:00'), 1))).toMatchObject({
      code: 'neverOpen',
    })
    expect(thrownBy(() => shut.subtract(moscow('2026-11-23 10:00'), 1))).toMatchObject({
      code: 'neverOpen',
    })
    expect(shut.periods(moscow('2026-11-23 10:00'), 2)).toEqual([])
  })
})

describe('businessTimeOf', () => {
  it('when two calendars are equal, then they share an index', () => {
    expect(businessTimeOf(structuredClone(defaultCalendar))).toBe(office)
    expect(businessTimeOf({ ...defaultCalendar, preHoliday: 'ignore' })).not.toBe(office)
  })
})

const none: WeeklyCalendar['week'] = {
  mon: [],
  tue: [],
  wed: [],
  thu: [],
  fri: [],
  sat: [],
  sun: [],
}

function plain(zone: string): WeeklyCalendar {
  return { ...defaultCalendar, zone, followProduction: false }
}

function workdays(from: string, to: string): WeeklyCalendar['week'] {
  const day: [string, string][] = [[from, to]]
  return { ...none, mon: day, tue: day, wed: day, thu: day, fri: day }
}

function everyDay(from: string, to: string): WeeklyCalendar['week'] {
  return { ...workdays(from, to), sat: [[from, to]], sun: [[from, to]] }
}
