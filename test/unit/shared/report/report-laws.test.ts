import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths, monthAt } from '../../../../shared/billing/months.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { clockRecordsOf, holdsAt } from '../../../../shared/report/clock-record.ts'
import { distributionOf } from '../../../../shared/report/distribution.ts'
import type { MonthlyReport } from '../../../../shared/report/monthly-report-shape.ts'
import { settlementOf } from '../../../../shared/report/settlement.ts'
import { clockState, type ClockState } from '../../../../shared/sla/clock-state.ts'
import { clocksAt } from '../../../../shared/sla/ticket-clocks.ts'
import { moscowText } from '../calendar/moscow.ts'
import { histories, policies } from '../sla/arbitraries.ts'
import { reportOf, ticketOf } from './report-kit.ts'

const runs = { numRuns: 40 }
const tickets = fc
  .tuple(policies, fc.array(histories, { minLength: 1, maxLength: 6 }))
  .map(([policy, all]) => all.map((history, index) => ticketOf(index + 1, history, policy)))
const now = '2027-01-20 12:00'
const nowAt = Date.parse('2027-01-20T12:00+03:00')

const outcomes = ['met', 'breached', 'notNeeded', 'open'] as const
const totalOf = ({ compliance }: MonthlyReport, outcome: (typeof outcomes)[number]) =>
  compliance.reduce((sum, row) => sum + row[outcome], 0)

/** A badge's state in the words of a report. */
const said: Record<ClockState, (typeof outcomes)[number]> = {
  ...{ met: 'met', breached: 'breached', notNeeded: 'notNeeded' },
  ...{ running: 'open', paused: 'open', notStarted: 'open' },
}

describe('reports', () => {
  it('say of every clock at any instant what its badge says', () => {
    fc.assert(
      fc.property(tickets, fc.integer({ min: -60, max: 90_000 }), (all, minutes) => {
        for (const { clocks } of all) {
          const lastAt = Math.max(...clocks.clocks.map(({ startedAt }) => startedAt))
          const at = Math.max(lastAt, clocks.registeredAt + minutes * 60_000)
          const { clocks: badges, isEnforced } = clocksAt(clocks, at)
          const records = clockRecordsOf(clocks, defaultCalendar).filter((one) => holdsAt(one, at))
          const states = records.map(({ name, settlement }) => ({
            name,
            state: settlement && settlement.at <= at ? settlement.outcome : 'open',
          }))
          // A clock that a later fact stopped is not over at an instant before that fact.
          const known = badges.filter(({ stoppedAt = 0 }) => stoppedAt <= at)
          if (!isEnforced || known.length < badges.length) continue
          expect(states).toEqual(
            badges.map((badge) => ({ name: badge.name, state: said[clockState(badge, at)] })),
          )
        }
      }),
      runs,
    )
  })

  it('count every settled clock in one month, and months add up', () => {
    fc.assert(
      fc.property(tickets, (all) => {
        const months = Array.from({ length: 14 }, (_, count) => addMonths('2026-01', count))
        const reports = months.map((month) => reportOf(month, now, all))
        const clocks = all.flatMap((ticket) => {
          const inForce = clocksAt(ticket.clocks, nowAt)
          return inForce.isEnforced ? inForce.clocks : []
        })
        for (const outcome of ['met', 'breached', 'notNeeded'] as const) {
          const settled = clocks.map(settlementOf).filter((one) => one && one.at <= nowAt)
          const expected = settled.filter((one) => one?.outcome === outcome).length
          expect(reports.reduce((sum, one) => sum + totalOf(one, outcome), 0)).toBe(expected)
        }
        expect(reports.reduce((sum, one) => sum + one.tickets.registered, 0)).toBe(all.length)
      }),
      runs,
    )
  })

  it('do not depend on the order, and parts add up to the whole', () => {
    fc.assert(
      fc.property(tickets, fc.integer({ min: 0, max: 6 }), (all, cut) => {
        const month = monthAt('Europe/Moscow', all[0]?.clocks.registeredAt ?? 0)
        const whole = reportOf(month, now, all)
        const parts = [all.slice(0, cut), all.slice(cut)].map((some) => reportOf(month, now, some))

        expect(reportOf(month, now, all.toReversed())).toEqual(whole)
        for (const outcome of outcomes)
          expect(parts.reduce((sum, part) => sum + totalOf(part, outcome), 0)).toBe(
            totalOf(whole, outcome),
          )
        expect(parts.flatMap(({ breaches }) => breaches)).toHaveLength(whole.breaches.length)
        expect(totalOf(whole, 'breached')).toBe(whole.breaches.length)
        expect(parts.reduce((sum, part) => sum + part.times.reaction.count, 0)).toBe(
          whole.times.reaction.count,
        )
      }),
      runs,
    )
  })

  it('explain each breach to the last minute', () => {
    fc.assert(
      fc.property(tickets, (all) => {
        for (const { clocks } of all) {
          const month = monthAt('Europe/Moscow', clocks.registeredAt)
          for (const { clock, why, usedMs, targetMs, breachedAt } of reportOf(month, now, all)
            .breaches) {
            expect(moscowText(breachedAt)?.slice(0, 7)).toBe(month)
            if (clock === 'phoneDuty') continue
            expect(why.reduce((sum, part) => sum + part.countedMs, 0)).toBe(usedMs)
            if (clock !== 'replyDuty') expect(usedMs).toBeGreaterThan(targetMs)
          }
        }
      }),
      runs,
    )
  })
})

describe('distributionOf', () => {
  const times = fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 4000 }),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  )

  it('has columns that add up, and percentiles that are times which were taken', () => {
    fc.assert(
      fc.property(times, (all) => {
        const { count, columns, ...rest } = distributionOf(all)
        const flat = all
          .flatMap(({ minutes, count }) => Array.from({ length: count }, () => minutes))
          .toSorted((a, b) => a - b)

        expect(count).toBe(flat.length)
        expect(columns.reduce((sum, column) => sum + column.count, 0)).toBe(count)
        expect(rest).toEqual({
          p50: flat[Math.ceil(flat.length / 2) - 1] ?? null,
          p90: flat[Math.ceil((flat.length * 9) / 10) - 1] ?? null,
          p95: flat[Math.ceil((flat.length * 19) / 20) - 1] ?? null,
          longest: flat.at(-1) ?? null,
        })
      }),
      runs,
    )
  })

  it.each([
    ['exactly an hour', 60, 60],
    ['a minute more', 61, 120],
    ['more than the last end', 2401, null],
    ['nothing at all', 0, 15],
  ])('puts %s into its column', (_case, minutes, upTo) => {
    const { columns } = distributionOf([{ minutes, count: 1 }])

    expect(columns.find(({ count }) => count === 1)?.upTo).toBe(upTo)
  })
})
