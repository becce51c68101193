import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billTicket, minutesOfEntry } from '../../../../shared/billing/bill-ticket.ts'
import { sumOfClasses } from '../../../../shared/billing/split-work.ts'
import {
  agreedTerms,
  isFree,
  priceOf,
  type Tariff,
  tariffSchema,
} from '../../../../shared/billing/tariff.ts'
import { amountOf, type Vat } from '../../../../shared/billing/vat.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { moscow } from '../calendar/moscow.ts'

const tariff: Tariff = { hourKopecks: 360_000, ...agreedTerms }
const terms = (change: Partial<Tariff>) => ({
  calendar: defaultCalendar,
  tariff: { ...tariff, ...change },
})
const work = (from: string, to: string, onlyOutOfHours = false) => ({
  from: moscow(from),
  to: moscow(to),
  onlyOutOfHours,
})
const night = { from: '22:00', to: '06:00', percent: 300 }

describe('a night with a price of its own', () => {
  it.each([
    ['into the night', '2026-11-23 21:30', '2026-11-23 22:30', 0, 30, 30],
    ['from the evening until after opening', '2026-11-23 17:00', '2026-11-24 10:00', 120, 420, 480],
    ['over a weekend day', '2026-11-21 05:00', '2026-11-21 07:00', 0, 60, 60],
  ])('%s', (_when, from, to, single, double, nightly) => {
    const minutes = minutesOfEntry(terms({ night }), work(from, to))
    expect(minutes).toEqual({ single, double, night: nightly })
  })

  it('is not counted inside the contract’s hours, and has its own per cent', () => {
    const overlapping = terms({ night: { ...night, to: '10:00' } })
    const entry = work('2026-11-23 08:00', '2026-11-23 10:00')
    expect(minutesOfEntry(overlapping, entry)).toEqual({ single: 60, double: 0, night: 60 })
    expect(priceOf(overlapping.tariff, { single: 60, double: 60, night: 60 })).toBe(360_000 * 6)
  })

  it('what is missing to the minimum of a ticket is night when the night was worked last', () => {
    const bill = billTicket(terms({ night }), [work('2026-11-23 23:00', '2026-11-23 23:05')])
    expect(bill.added).toEqual({ single: 0, double: 0, night: 15 })
  })
})

describe('entries that are rounded up', () => {
  it.each([
    ['2026-11-23 12:00', '2026-11-23 12:07', { single: 15, double: 0, night: 0 }],
    ['2026-11-23 12:00', '2026-11-23 12:15', { single: 15, double: 0, night: 0 }],
    ['2026-11-23 17:55', '2026-11-23 18:11', { single: 5, double: 25, night: 0 }],
  ])('%s to %s', (from, to, minutes) => {
    expect(minutesOfEntry(terms({ roundUpToMinutes: 15 }), work(from, to))).toEqual(minutes)
  })

  it('never by a whole step, never down, and the parts add up', () => {
    const begin = moscow('2026-11-23 00:00')
    const arbitrary = fc.record({
      from: fc.integer({ min: 0, max: 7 * 86_400_000 }).map((ms) => begin + ms),
      ms: fc.integer({ min: 1, max: 86_400_000 }),
      step: fc.integer({ min: 1, max: 60 }),
    })
    fc.assert(
      fc.property(arbitrary, ({ from, ms, step }) => {
        const entry = { from, to: from + ms, onlyOutOfHours: false }
        const minutes = minutesOfEntry(terms({ night, roundUpToMinutes: step }), entry)
        const sum = sumOfClasses(minutes)
        expect(sum % step).toBe(0)
        expect(sum * 60_000).toBeGreaterThanOrEqual(ms)
        expect((sum - step) * 60_000).toBeLessThan(ms)
        expect(Math.min(minutes.single, minutes.double, minutes.night)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('VAT', () => {
  it.each<[Vat, number, number, number, number]>([
    [{ kind: 'none' }, 12_345, 12_345, 0, 12_345],
    [{ kind: 'included', percent: 22 }, 12_200, 10_000, 2_200, 12_200],
    [{ kind: 'included', percent: 20 }, 100, 83, 17, 100],
    [{ kind: 'onTop', percent: 22 }, 10_000, 10_000, 2_200, 12_200],
    [{ kind: 'onTop', percent: 5 }, 10, 10, 1, 11],
  ])('%j of %i', (vat, kopecks, net, tax, gross) => {
    expect(amountOf(vat, kopecks)).toEqual({ net, vat: tax, gross })
  })

  it('adds up to the kopeck, in whole kopecks, and a credit is the mirror of its charge', () => {
    const kinds = fc.constantFrom('included' as const, 'onTop' as const)
    const percents = fc.integer({ min: 1, max: 100 })
    const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 })
    fc.assert(
      fc.property(kinds, percents, amounts, (kind, percent, kopecks) => {
        const { net, vat, gross } = amountOf({ kind, percent }, kopecks)
        expect(net + vat).toBe(gross)
        expect(Number.isSafeInteger(vat)).toBe(true)
        const credit = amountOf({ kind, percent }, -kopecks)
        expect(credit.gross + gross).toBe(0)
        expect(credit.vat + vat).toBe(0)
      }),
    )
  })
})

describe('what a contract may agree on', () => {
  it('levels and categories may be free', () => {
    const free: Tariff['free'] = { levels: [4], categories: ['documentation'] }
    expect(isFree({ free }, { level: 4, category: 'technical' })).toBe(true)
    expect(isFree({ free }, { level: 2, category: 'documentation' })).toBe(true)
    expect(isFree({ free }, { level: 2, category: null })).toBe(false)
  })

  it('a price may still be open, and then costs nothing', () => {
    const open = tariffSchema.parse({ ...tariff, hourKopecks: null })
    expect(priceOf(open, { single: 60, double: 0, night: 0 })).toBe(0)
  })

  it.each([
    ['fractions of a kopeck', { hourKopecks: 0.5 }],
    ['a currency by its sign', { currency: '₽' }],
    ['VAT of nothing', { vat: { kind: 'onTop', percent: 0 } }],
    ['a night without an end', { night: { from: '22:00', percent: 200 } }],
    ['a limit of nothing', { limits: { ...agreedTerms.limits, monthlyMinutes: 0 } }],
  ])('%s is refused', (_what, change) => {
    expect(tariffSchema.safeParse({ ...tariff, ...change }).success).toBe(false)
  })
})
