import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutesOfEntry } from '../../../../shared/billing/bill-ticket.ts'
import { addClasses, nothing, sumOfClasses } from '../../../../shared/billing/split-work.ts'
import type { StatementTicket } from '../../../../shared/billing/statement.ts'
import { agreedTerms, type Tariff } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { moscow } from '../calendar/moscow.ts'
import { closed, hours, type Made, state, ticket, work } from './statement-kit.ts'

/** Three tickets worked for in three months, at any hour, under different terms. */
const begin = moscow('2026-10-01 00:00')
const arbitraryEntry = fc.record({
  from: fc.integer({ min: 0, max: 91 * 86_400 }).map((seconds) => begin + seconds * 1000),
  ms: fc.integer({ min: 1, max: 86_400_000 }),
  onlyOutOfHours: fc.boolean(),
})
const arbitraryTariff: fc.Arbitrary<Tariff> = fc.record({
  hourKopecks: fc.integer({ min: 0, max: 1_000_000 }),
  outOfHoursPercent: fc.integer({ min: 100, max: 300 }),
  night: fc.constantFrom(null, { from: '22:00', to: '06:00', percent: 333 }),
  minimumMinutes: fc.integer({ min: 0, max: 60 }),
  roundUpToMinutes: fc.constantFrom(null, 1, 7, 15),
  currency: fc.constant('RUB'),
  vat: fc.constantFrom<Tariff['vat'][]>(
    { kind: 'none' },
    { kind: 'included', percent: 22 },
    { kind: 'onTop', percent: 7 },
  ),
  free: fc.constant(agreedTerms.free),
  limits: fc.constant(agreedTerms.limits),
})
const arbitraryTicket = fc
  .record({
    tariff: arbitraryTariff,
    entries: fc.array(arbitraryEntry, { maxLength: 5 }),
    closedAfter: fc.constantFrom(null, 20, 45, 80),
  })
  .map(({ tariff: agreed, entries, closedAfter }) => ({
    terms: { calendar: defaultCalendar, tariff: agreed },
    closedAt: closedAfter === null ? null : begin + closedAfter * 86_400_000,
    entries: entries.map(({ from, ms, onlyOutOfHours }, index) => ({
      ...work(String(index), '2026-10-01 00:00', '2026-10-01 00:00'),
      ...{ from, to: from + ms, onlyOutOfHours },
    })),
  }))
const arbitraryTickets = fc
  .array(arbitraryTicket, { maxLength: 4 })
  .map((some) =>
    some.map((one, index) =>
      ticket({ ...one, id: `t${index}`, number: index, termsVersion: index }),
    ),
  )
const packages = [
  hours('old', '2026-10', '2026-11', { rest: 'rollsOver', minutes: 300 }),
  hours('new', '2026-11', '2027-01', { minutes: 500 }),
]
const months = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02']
/** One month after the other, each closed before the next. */
const stateAll = (versions: StatementTicket[][]) =>
  months.reduce<Made[]>((others, month, index) => {
    const tickets = versions[Math.min(index, versions.length - 1)] ?? []
    return [...others, closed(state(month, tickets, { packages, others }))]
  }, [])
const minutesIn = (made: Made[]) =>
  made.reduce(
    (sum, { statement: { totals } }) => addClasses(sum, addClasses(totals.worked, totals.added)),
    nothing,
  )

const minutesWorked = ({ terms, entries }: StatementTicket) =>
  entries.reduce((sum, entry) => sum + sumOfClasses(minutesOfEntry(terms, entry)), 0)

describe('laws', () => {
  it('totals are the sums of the lines, VAT adds up, and money is whole kopecks', () => {
    fc.assert(
      fc.property(arbitraryTickets, (tickets) => {
        for (const { statement } of stateAll([tickets])) {
          const sum = (of: 'net' | 'vat' | 'gross') =>
            statement.lines.reduce((total, { amount }) => total + amount[of], 0)
          const { amount } = statement.totals
          expect(amount).toEqual({ net: sum('net'), vat: sum('vat'), gross: sum('gross') })
          for (const { net, vat, gross } of [
            amount,
            ...statement.lines.map((line) => line.amount),
          ]) {
            expect(net + vat).toBe(gross)
            expect([net, vat, gross].every(Number.isSafeInteger)).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('no minute is billed twice or lost: all months have what one statement of everything has', () => {
    fc.assert(
      fc.property(arbitraryTickets, (tickets) => {
        const worked = tickets.reduce((sum, one) => sum + minutesWorked(one), 0)
        const parts = stateAll([tickets])
        const sumOfParts = parts.reduce(
          (sum, { statement }) => sum + sumOfClasses(statement.totals.worked),
          0,
        )
        expect(sumOfParts).toBe(worked)
      }),
      { numRuns: 60 },
    )
  })

  it('whatever was changed meanwhile, closed months and corrections end in what is so at last', () => {
    fc.assert(
      fc.property(fc.tuple(arbitraryTickets, arbitraryTickets), ([first, last]) => {
        const ids = (tickets: StatementTicket[]) => new Set(tickets.map(({ id }) => id))
        const gone = first
          .filter(({ id }) => !ids(last).has(id))
          .map((one) => ({ ...one, entries: [] }))
        // Terms of a ticket never change.
        const after = last.map((one) => ({
          ...one,
          terms: first.find(({ id }) => id === one.id)?.terms ?? one.terms,
          entries: one.entries.map((entry) => ({ ...entry, revision: 2 })),
        }))
        const changed = stateAll([first, [...after, ...gone]])
        const atOnce = stateAll([after])
        expect(minutesIn(changed)).toEqual(minutesIn(atOnce))
        for (const { statement } of changed)
          for (const { left, minutes } of statement.packages) {
            expect(left).toBeGreaterThanOrEqual(0)
            expect(left).toBeLessThanOrEqual(minutes * 100)
          }
      }),
      { numRuns: 60 },
    )
  })

  it('the order of tickets and entries is no matter', () => {
    fc.assert(
      fc.property(arbitraryTickets, (tickets) => {
        const backwards = tickets
          .toReversed()
          .map((one) => ({ ...one, entries: one.entries.toReversed() }))
        expect(stateAll([backwards])).toEqual(stateAll([tickets]))
      }),
      { numRuns: 60 },
    )
  })
})
