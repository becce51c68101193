import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billTicket, type BillingTerms } from '../../../../shared/billing/bill-ticket.ts'
import { previewCost } from '../../../../shared/billing/preview.ts'
import { minutesOf, WorkError } from '../../../../shared/billing/split-work.ts'
import { agreedTerms, priceOf, tariffSchema } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { moscow, moscowText } from '../calendar/moscow.ts'

/** 3 600 ₽ an hour, so a minute costs 60 ₽. */
const terms: BillingTerms = {
  calendar: defaultCalendar,
  tariff: { hourKopecks: 360_000, ...agreedTerms },
}
const work = (from: string, to: string, onlyOutOfHours = false) => ({
  from: moscow(from),
  to: moscow(to),
  onlyOutOfHours,
})

describe('§7 the split of an entry', () => {
  it.each([
    ['across closing time', '2026-11-23 17:50', '2026-11-23 18:25', 10, 25],
    ['across the early end of a short day', '2026-11-03 16:45', '2026-11-03 17:15', 15, 15],
    ['on the working Saturday', '2027-02-20 09:00', '2027-02-20 10:00', 60, 0],
    ['on any other Saturday', '2026-11-21 09:00', '2026-11-21 10:00', 0, 60],
    ['on a public holiday', '2026-11-04 10:00', '2026-11-04 11:00', 0, 60],
    ['over the New Year night', '2026-12-31 23:30', '2027-01-01 00:30', 0, 60],
  ])('%s', (_when, from, to, single, double) => {
    const bill = billTicket(terms, [work(from, to)])
    expect(bill.entries[0]?.minutes).toEqual({ single, double, night: 0 })
    expect(bill.kopecks).toBe((single + 2 * double) * 6000)
  })

  it('when the work is possible only out of hours, then it costs double at noon too', () => {
    const bill = billTicket(terms, [work('2026-11-23 12:00', '2026-11-23 12:30', true)])
    expect(bill.total).toEqual({ single: 0, double: 30, night: 0 })
  })

  it('when it ends before it starts, then it is refused', () => {
    const backwards = work('2026-11-23 12:00', '2026-11-23 11:00')
    expect(() => billTicket(terms, [backwards])).toThrow(WorkError)
  })
})

describe('rounding, once per entry', () => {
  it.each([
    [29_999, 0, 0, 0],
    [30_000, 0, 1, 0],
    [90_000, 90_000, 2, 1],
    [30_000, 30_000, 1, 0],
    [20_000, 20_000, 0, 1],
  ])('%i ms and %i ms are %i and %i minutes', (single, double, minutes, doubleMinutes) => {
    expect(minutesOf({ single, double, night: 0 })).toEqual({
      single: minutes,
      double: doubleMinutes,
      night: 0,
    })
  })

  it('the parts always add up to the rounded total, and none is negative', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(amount, amount, (single, double) => {
        const minutes = minutesOf({ single, double, night: 0 })
        expect(minutes.single + minutes.double).toBe(Math.round((single + double) / 60_000))
        expect(Math.min(minutes.single, minutes.double)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('§8 the minimum of a ticket', () => {
  it.each([
    ['seven minutes at night', [work('2026-11-23 22:00', '2026-11-23 22:07')], 0, 13],
    ['seven minutes by day', [work('2026-11-23 12:00', '2026-11-23 12:07')], 13, 0],
    ['ten minutes across closing time', [work('2026-11-23 17:55', '2026-11-23 18:05')], 0, 10],
    ['up to closing time exactly', [work('2026-11-23 17:55', '2026-11-23 18:00')], 15, 0],
    ['flagged work at noon', [work('2026-11-23 12:00', '2026-11-23 12:05', true)], 0, 15],
    [
      'day work logged after the night work that came later',
      [work('2026-11-23 22:00', '2026-11-23 22:05'), work('2026-11-23 12:00', '2026-11-23 12:05')],
      0,
      10,
    ],
    ['twenty minutes', [work('2026-11-23 12:00', '2026-11-23 12:20')], 0, 0],
  ])('%s', (_situation, entries, single, double) => {
    expect(billTicket(terms, entries).added).toEqual({ single, double, night: 0 })
  })

  it('when nothing was worked, then nothing is billed', () => {
    expect(billTicket(terms, [])).toMatchObject({
      total: { single: 0, double: 0, night: 0 },
      kopecks: 0,
    })
  })
})

describe('the price in kopecks', () => {
  it.each([
    [100_000, { single: 20, double: 0, night: 0 }, 33_333],
    [100_000, { single: 0, double: 20, night: 0 }, 66_667],
    [100_001, { single: 30, double: 0, night: 0 }, 50_001],
    [0, { single: 500, double: 500, night: 0 }, 0],
  ])('%i an hour for %j is %i', (hourKopecks, minutes, kopecks) => {
    expect(priceOf({ ...terms.tariff, hourKopecks }, minutes)).toBe(kopecks)
  })

  it('a tariff of fractions or below the single price is refused', () => {
    expect(tariffSchema.safeParse({ ...terms.tariff, hourKopecks: 0.5 }).success).toBe(false)
    expect(tariffSchema.safeParse({ ...terms.tariff, outOfHoursPercent: 50 }).success).toBe(false)
  })
})

describe('«если начать сейчас»', () => {
  it('when it is Friday evening, then the minimum is double, and on Monday it is not', () => {
    const preview = previewCost(terms, moscow('2026-11-20 20:00'), 0)
    expect(preview).toMatchObject({
      classNow: 'double',
      now: { minutes: { single: 0, double: 20, night: 0 }, kopecks: 240_000 },
      later: { minutes: { single: 20, double: 0, night: 0 }, kopecks: 120_000 },
    })
    expect(moscowText(preview.later?.startAt ?? null)).toBe('2026-11-23 09:00')
  })

  it('when an hour begins shortly before closing time, then it is split', () => {
    const preview = previewCost(terms, moscow('2026-11-20 17:45'), 60)
    expect(preview).toMatchObject({
      classNow: 'single',
      now: { minutes: { single: 15, double: 45, night: 0 } },
      later: null,
    })
  })
})
