import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { businessTimeOf } from '../../../../shared/calendar/business-time.ts'
import { explainClosed } from '../../../../shared/calendar/closed-stretches.ts'
import { civilDayOf } from '../../../../shared/calendar/civil-day.ts'
import { createDayPlanner } from '../../../../shared/calendar/day-plan.ts'
import { IndexedTime } from '../../../../shared/calendar/indexed-time.ts'
import { addWithPauses, betweenWithPauses } from '../../../../shared/calendar/pauses.ts'
import type { WeeklyCalendar } from '../../../../shared/calendar/schema.ts'
import { mergeSegments, subtractSegments } from '../../../../shared/calendar/segments.ts'
import { minutesOf } from '../../../../shared/calendar/wall-clock.ts'
import { amounts, calendars, instants } from './arbitraries.ts'
import { hour, minute } from './moscow.ts'

const law = <Values>(property: fc.IProperty<Values>) => {
  fc.assert(property, { numRuns: 60 })
}

describe('laws of business time, for any calendar', () => {
  it('what is added lies between', () => {
    law(
      fc.property(calendars(), instants, amounts, (calendar, start, ms) => {
        const time = businessTimeOf(calendar)
        expect(time.between(start, time.add(start, ms))).toBe(ms)
        expect(time.between(time.subtract(start, ms), start)).toBe(ms)
      }),
    )
  })

  it('no earlier instant would do', () => {
    law(
      fc.property(calendars(), instants, amounts, (calendar, start, ms) => {
        const time = businessTimeOf(calendar)
        expect(time.between(start, time.add(start, ms) - 1)).toBe(ms - 1)
        expect(time.between(time.subtract(start, ms) + 1, start)).toBe(ms - 1)
      }),
    )
  })

  it('a later start never has an earlier due', () => {
    law(
      fc.property(calendars(), instants, instants, amounts, (calendar, a, b, ms) => {
        const time = businessTimeOf(calendar)
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)]
        expect(time.add(later, ms)).toBeGreaterThanOrEqual(time.add(earlier, ms))
      }),
    )
  })

  it('parts add up to the whole', () => {
    law(
      fc.property(calendars(), fc.tuple(instants, instants, instants), (calendar, instantsOfIt) => {
        const time = businessTimeOf(calendar)
        const [a, b, c] = instantsOfIt.sort((x, y) => x - y)
        expect(time.between(a, b) + time.between(b, c)).toBe(time.between(a, c))
        const { openMs, closedMs } = time.split(a, c)
        expect(openMs + closedMs).toBe(c - a)
        const segments = time.segmentsWithin(a, c)
        expect(segments.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(openMs)
      }),
    )
  })

  it('adding twice is adding the sum', () => {
    law(
      fc.property(calendars(), instants, amounts, amounts, (calendar, start, first, second) => {
        const time = businessTimeOf(calendar)
        expect(time.add(time.add(start, first), second)).toBe(time.add(start, first + second))
      }),
    )
  })

  it('nextOpen is open, and nothing before it is', () => {
    law(
      fc.property(calendars(), instants, (calendar, at) => {
        const time = businessTimeOf(calendar)
        const next = time.nextOpen(at)
        expect(time.isOpen(next)).toBe(true)
        expect(time.between(at, next)).toBe(0)
        expect(time.isOpen(at)).toBe(next === at)
      }),
    )
  })

  it('the answers do not depend on what was asked before', () => {
    law(
      fc.property(
        calendars(),
        fc.array(instants, { minLength: 2, maxLength: 3 }),
        amounts,
        (calendar, queries, ms) => {
          const warm = new IndexedTime(calendar)
          const answers = queries.map((at) => [warm.add(at, ms), warm.subtract(at, ms)])
          const cold = queries.map((at) => {
            const fresh = new IndexedTime(calendar)
            return [fresh.add(at, ms), fresh.subtract(at, ms)]
          })
          expect(answers).toEqual(cold)
        },
      ),
    )
  })

  it('with pauses, what is added lies between without them', () => {
    const pauses = fc.array(fc.tuple(instants, fc.integer({ min: 1, max: 90 * 24 })), {
      maxLength: 5,
    })
    law(
      fc.property(calendars(), instants, amounts, pauses, (calendar, start, ms, stretches) => {
        const time = businessTimeOf(calendar)
        const holes = mergeSegments(
          stretches.map(([from, hours]) => ({ from, to: from + hours * hour })),
        )
        const end = addWithPauses(time, { start, ms }, holes)!
        expect(betweenWithPauses(time, { from: start, to: end }, holes)).toBe(ms)
        const live = subtractSegments([{ from: start, to: end }], holes)
        expect(live.reduce((sum, { from, to }) => sum + time.between(from, to), 0)).toBe(ms)
      }),
    )
  })

  it('every closed stretch has its reasons, from end to end', () => {
    law(
      fc.property(
        calendars(),
        instants,
        fc.integer({ min: 1, max: 20 }),
        (calendar, from, days) => {
          const range = { from, to: from + days * 24 * hour }
          const open = businessTimeOf(calendar).segmentsWithin(range.from, range.to)
          for (const gap of subtractSegments([range], open)) {
            const stretches = explainClosed(calendar, gap)
            const told = stretches.map(({ from, to }) => ({ from, to }))
            expect(mergeSegments(told)).toEqual([gap])
          }
        },
      ),
    )
  })
})

describe('the index against the wall clock, minute by minute', () => {
  /** Whether the zone's own clock shows an open minute; knows nothing of indexes or offsets. */
  function isOpenByWallClock(calendar: WeeklyCalendar, at: number): boolean {
    const local = DateTime.fromMillis(at, { zone: calendar.zone })
    const date = local.toISODate()!
    const minuteOfDay = local.hour * 60 + local.minute
    const isInBreak = calendar.exceptions.some(
      (exception) =>
        exception.kind === 'break' &&
        exception.on === date &&
        exception.windows.some(
          ([from, to]) => minuteOfDay >= minutesOf(from) && minuteOfDay < minutesOf(to),
        ),
    )
    const { windows } = createDayPlanner(calendar)(civilDayOf(date))
    return !isInBreak && windows.some(({ start, end }) => minuteOfDay >= start && minuteOfDay < end)
  }

  it('agrees over days around every change of the clocks', () => {
    const nearChanges = fc
      .constantFrom(
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-10-04',
        '2026-10-25',
        '2026-11-01',
      )
      .map((date) => Date.parse(date) - 12 * hour)
    fc.assert(
      fc.property(calendars(20), nearChanges, (calendar, start) => {
        const time = businessTimeOf(calendar)
        for (let at = start; at < start + 60 * hour; at += 15 * minute)
          if (time.isOpen(at) !== isOpenByWallClock(calendar, at))
            throw new Error(`${calendar.zone} ${new Date(at).toISOString()}`)
      }),
      { numRuns: 40 },
    )
  })
})
