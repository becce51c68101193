import { describe, expect, it } from 'vitest'
import { findRepeatedEdges } from '../../../../shared/calendar/repeated-hours.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { acceptCalendar, RefusedInput } from '../../../../shared/sla/door.ts'

const week = defaultCalendar.week
const empty = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }

function refusalOf(raw: unknown) {
  try {
    acceptCalendar(raw)
  } catch (error) {
    if (error instanceof RefusedInput) return [error.field, error.problem]
    throw error
  }
  return 'accepted'
}

describe('the door for calendars', () => {
  it('when the calendar is the default one, then it comes back as it is', () => {
    expect(acceptCalendar(structuredClone(defaultCalendar))).toEqual(defaultCalendar)
    expect(acceptCalendar({ kind: 'always' })).toEqual({ kind: 'always' })
  })

  it.each([
    ['an unknown zone', { zone: 'Europe/Moskau' }, ['calendar.zone', 'unknownZone']],
    ['no hours at all', { week: empty }, ['calendar.week', 'noOpenTime']],
    [
      'windows that overlap',
      {
        week: {
          ...week,
          mon: [
            ['09:00', '13:00'],
            ['12:00', '18:00'],
          ],
        },
      },
      ['calendar.week.mon', 'overlappingWindows'],
    ],
    [
      'a night shift that meets the next morning',
      { week: { ...week, mon: [['22:00', '09:30']] } },
      ['calendar.week', 'overlappingWindows'],
    ],
    [
      'a time that does not exist',
      { week: { ...week, mon: [['09:00', '25:00']] } },
      ['calendar.week.mon[0][1]', 'invalid_format'],
    ],
    [
      'a date that does not exist',
      { exceptions: [{ kind: 'dayOff', on: '2026-02-30' }] },
      ['calendar.exceptions[0].on', 'invalid_format'],
    ],
  ])('when it has %s, then the field is named', (_situation, change, refusal) => {
    expect(refusalOf({ ...defaultCalendar, ...change })).toEqual(refusal)
  })
})

describe('findRepeatedEdges', () => {
  const years = { from: 2026, to: 2027 }
  const newYork = { ...defaultCalendar, zone: 'America/New_York', followProduction: false }

  it('when a window ends inside the repeated hour, then the editor names each such date', () => {
    const sun: [string, string][] = [['00:00', '01:30']]
    expect(findRepeatedEdges({ ...newYork, week: { ...week, sun } }, years)).toEqual([
      { on: '2026-11-01', time: '01:30' },
      { on: '2027-11-07', time: '01:30' },
    ])
  })

  it('when a night shift of Saturday ends in it, then it is found too', () => {
    const sat: [string, string][] = [['20:00', '01:15']]
    expect(findRepeatedEdges({ ...newYork, week: { ...week, sat } }, years)).toHaveLength(2)
  })

  it('when an edge only touches the repeated hour, or the zone has none, then all is well', () => {
    const sun: [string, string][] = [['01:00', '02:00']]
    expect(findRepeatedEdges({ ...newYork, week: { ...week, sun } }, years)).toEqual([])
    expect(findRepeatedEdges({ ...defaultCalendar, week: { ...week, sun } }, years)).toEqual([])
  })
})
