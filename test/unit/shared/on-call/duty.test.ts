import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weekdays } from '../../../../shared/calendar/civil-day.ts'
import { dutyStretches, mondayAt, onDutyAt, startOfDay } from '../../../../shared/on-call/duty.ts'
import { type Rota, rotaSchema } from '../../../../shared/on-call/rota.ts'

const ivan = { id: 5, name: 'Иван Петров' }
const olga = { id: 6, name: 'Ольга Орлова' }
const maria = { id: 1, name: 'Мария Соколова' }
const everyDay = [...weekdays]
const at = (text: string) => Date.parse(text)

/** Nights in turn, from the week of Monday, 23 November 2026. */
const rota: Rota = {
  zone: 'Europe/Moscow',
  shifts: [
    { days: everyDay, hours: ['18:00', '09:00'], persons: [ivan, olga], since: '2026-11-25' },
  ],
  exceptions: [{ from: '2026-12-31', to: '2027-01-01', person: maria }],
}

describe('who is on duty', () => {
  it.each([
    ['in the first person’s week', '2026-11-24T02:00+03:00', ivan],
    ['at the start of a shift', '2026-11-24T18:00+03:00', ivan],
    ['at its end', '2026-11-24T09:00+03:00', null],
    ['in the night to Monday, still in the old week', '2026-11-30T08:59+03:00', ivan],
    ['on Monday evening', '2026-11-30T18:00+03:00', olga],
    ['in the week before the first', '2026-11-20T20:00+03:00', olga],
    ['before an exception begins', '2026-12-30T23:59+03:00', olga],
    ['in the daytime of an exception', '2026-12-31T12:00+03:00', maria],
    ['on its last day', '2027-01-01T23:59+03:00', maria],
    ['after it', '2027-01-02T00:00+03:00', olga],
    ['across the year’s end, week after week', '2027-01-05T20:00+03:00', ivan],
  ])('%s, %s', (_case, when, person) => {
    expect(onDutyAt(rota, at(when))).toEqual(person)
  })

  it('where shifts overlap, the earlier in the list counts and the other is named', () => {
    const day = {
      days: everyDay,
      hours: ['08:00', '20:00'] as [string, string],
      since: '2026-11-23',
    }
    const two = { ...rota, shifts: [...rota.shifts, { ...day, persons: [maria] }] }
    const from = at('2026-11-24T00:00+03:00')
    expect(dutyStretches(two, from, at('2026-11-25T00:00+03:00'))).toEqual([
      { from, to: at('2026-11-24T08:00+03:00'), person: ivan, by: 'shift', rivals: [] },
      {
        from: at('2026-11-24T08:00+03:00'),
        to: at('2026-11-24T09:00+03:00'),
        person: ivan,
        by: 'shift',
        rivals: [maria],
      },
      {
        from: at('2026-11-24T09:00+03:00'),
        to: at('2026-11-24T18:00+03:00'),
        person: maria,
        by: 'shift',
        rivals: [],
      },
      {
        from: at('2026-11-24T18:00+03:00'),
        to: at('2026-11-24T20:00+03:00'),
        person: ivan,
        by: 'shift',
        rivals: [maria],
      },
      {
        from: at('2026-11-24T20:00+03:00'),
        to: at('2026-11-25T00:00+03:00'),
        person: ivan,
        by: 'shift',
        rivals: [],
      },
    ])
  })

  it.each([
    ['an hour longer in autumn', '2026-10-25T03:30+01:00', ivan],
    ['up to its end on the wall', '2026-10-25T06:59+01:00', ivan],
    ['and not longer', '2026-10-25T07:00+01:00', null],
    ['an hour shorter in spring', '2026-03-29T06:59+02:00', ivan],
    ['to the same reading of the clock', '2026-03-29T07:00+02:00', null],
  ])('a night in which the clocks change is %s', (_case, when, person) => {
    const night = { days: everyDay, hours: ['22:00', '07:00'] as [string, string] }
    const persons = [ivan, olga]
    // 19 October and, thirty weeks before, 23 March are Mondays of the first person.
    const berlin = {
      ...rota,
      zone: 'Europe/Berlin',
      exceptions: [],
      shifts: [{ ...night, persons, since: '2026-10-19' }],
    }
    expect(onDutyAt(berlin, at(when))).toEqual(person)
  })

  it('an exception that ends before it begins is refused', () => {
    const exceptions = [{ from: '2026-12-02', to: '2026-12-01', person: ivan }]
    expect(rotaSchema.safeParse({ ...rota, exceptions }).success).toBe(false)
  })

  it('weeks begin on Monday, where the zone is', () => {
    const monday = mondayAt('Asia/Vladivostok', at('2026-11-29T15:00Z'))
    expect(startOfDay('Asia/Vladivostok', monday)).toBe(at('2026-11-30T00:00+10:00'))
  })
})

const two = (value: number) => String(value).padStart(2, '0')
const times = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`)
const dates = fc
  .integer({ min: 0, max: 400 })
  .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10))
const persons = fc.integer({ min: 1, max: 6 }).map((id) => ({ id, name: `Инженер ${String(id)}` }))
const rotas: fc.Arbitrary<Rota> = fc.record({
  zone: fc.constantFrom(
    'Europe/Moscow',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/New_York',
  ),
  shifts: fc.array(
    fc.record({
      days: fc.subarray(everyDay, { minLength: 1 }),
      hours: fc.tuple(times, times),
      persons: fc.array(persons, { minLength: 1, maxLength: 4 }),
      since: dates,
    }),
    { maxLength: 4 },
  ),
  exceptions: fc.array(
    fc.tuple(dates, dates, persons).map(([a, b, person]) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      return { from, to, person }
    }),
    { maxLength: 3 },
  ),
})
const moments = fc.integer({ min: Date.UTC(2026, 0, 2), max: Date.UTC(2027, 1, 1) })
const weekMs = 7 * 24 * 60 * 60_000

describe('laws of a rota', () => {
  it('stretches cover a span without hole or overlap, and each instant has their one answer', () => {
    fc.assert(
      fc.property(rotas, moments, fc.nat(weekMs - 1), (rota, from, offset) => {
        const stretches = dutyStretches(rota, from, from + weekMs)
        expect(stretches[0]?.from).toBe(from)
        expect(stretches.at(-1)?.to).toBe(from + weekMs)
        for (const [index, { to }] of stretches.slice(0, -1).entries())
          expect(stretches[index + 1]?.from).toBe(to)
        const instant = from + offset
        const found = stretches.filter((one) => one.from <= instant && instant < one.to)
        expect(found).toHaveLength(1)
        expect(found[0]?.person?.id).toBe(onDutyAt(rota, instant)?.id)
      }),
      { numRuns: 150 },
    )
  })

  it('within an exception its person is on duty, whatever the shifts say', () => {
    fc.assert(
      fc.property(rotas, persons, moments, (rota, person, instant) => {
        const date = new Intl.DateTimeFormat('sv', { timeZone: rota.zone }).format(instant)
        const exceptions = [...rota.exceptions, { from: date, to: date, person }]
        expect(onDutyAt({ ...rota, exceptions }, instant)).toEqual(person)
      }),
      { numRuns: 150 },
    )
  })

  it('the order of turns goes on as if there were no years', () => {
    fc.assert(
      fc.property(rotas, moments, (rota, instant) => {
        const plain = { ...rota, zone: 'UTC', exceptions: [] }
        const turns = plain.shifts.reduce((all, shift) => all * shift.persons.length, 1)
        expect(onDutyAt(plain, instant + turns * weekMs)).toEqual(onDutyAt(plain, instant))
      }),
      { numRuns: 150 },
    )
  })
})
