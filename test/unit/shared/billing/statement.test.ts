import { describe, expect, it } from 'vitest'
import { nothing } from '../../../../shared/billing/split-work.ts'
import { isCorrection, statementSchema } from '../../../../shared/billing/statement-shape.ts'
import { moscow } from '../calendar/moscow.ts'
import { closed, hours, state, ticket, work } from './statement-kit.ts'

const single = (minutes: number) => ({ ...nothing, single: minutes })
const double = (minutes: number) => ({ ...nothing, double: minutes })

describe('a month’s statement', () => {
  it('has a line for each ticket that was worked for, split and priced by its own terms', () => {
    const dear = { hourKopecks: 720_000, vat: { kind: 'onTop', percent: 22 } as const }
    const statement = state('2026-11', [
      ticket({
        id: 't2',
        number: 2,
        termsVersion: 2,
        tariff: dear,
        entries: [work('b', '2026-11-24 12:00', '2026-11-24 13:00')],
      }),
      ticket({ entries: [work('a', '2026-11-23 17:50', '2026-11-23 18:25')] }),
      ticket({ id: 't3', number: 3 }),
    ])
    expect(statement.lines).toMatchObject([
      { number: 1, worked: { single: 10, double: 25 }, amount: { net: 360_000, vat: 0 } },
      { number: 2, worked: single(60), amount: { net: 720_000, vat: 158_400, gross: 878_400 } },
    ])
    expect(statement.totals).toMatchObject({ tickets: 2, entries: 2, amount: { gross: 1_238_400 } })
    expect(statementSchema.parse(statement)).toEqual(statement)
  })

  it('begins and ends by the contract’s clocks, and an entry across the border is divided there', () => {
    const one = ticket({ entries: [work('a', '2026-11-30 23:40', '2026-12-01 00:10')] })
    const november = state('2026-11', [one])
    const december = state('2026-12', [one], { others: [closed(november)] })
    expect([november, december].map(({ totals }) => totals.worked)).toEqual([
      double(20),
      double(10),
    ])
    expect(november.lines[0]?.entries).toMatchObject([{ to: moscow('2026-12-01 00:00') }])
    expect(december.lines[0]?.entries).toMatchObject([{ from: moscow('2026-12-01 00:00') }])
  })

  it('what is missing to the minimum belongs to the month in which the ticket ends, once', () => {
    const entries = [work('a', '2026-11-23 12:00', '2026-11-23 12:07')]
    const november = state('2026-11', [ticket({ entries })])
    expect(november.totals).toMatchObject({ worked: single(7), added: nothing })
    const over = ticket({ entries, closedAt: moscow('2026-12-02 12:00') })
    const december = state('2026-12', [over], { others: [closed(november)] })
    expect(december.totals).toMatchObject({ worked: nothing, added: single(13) })
    const january = state('2027-01', [over], { others: [closed(november), closed(december)] })
    expect(january.lines).toEqual([])
  })

  it('work after a closing uses up the minutes that the minimum had added', () => {
    const first = work('a', '2026-11-23 12:00', '2026-11-23 12:07')
    const november = state('2026-11', [
      ticket({ entries: [first], closedAt: moscow('2026-11-24 12:00') }),
    ])
    expect(november.totals.added).toEqual(single(13))
    const entries = [first, work('b', '2026-12-01 12:00', '2026-12-01 12:30')]
    const again = ticket({ entries, closedAt: moscow('2026-12-03 12:00') })
    const december = state('2026-12', [again], { others: [closed(november)] })
    expect(december.totals).toMatchObject({ worked: single(30), added: single(-13) })
  })

  it('levels and categories that are free have their minutes and cost nothing', () => {
    const free = { levels: [4 as const], categories: [] }
    const entries = [work('a', '2026-11-23 12:00', '2026-11-23 13:00')]
    const { lines } = state('2026-11', [ticket({ level: 4, tariff: { free }, entries })])
    expect(lines).toMatchObject([{ isFree: true, worked: single(60), amount: { gross: 0 } }])
  })

  it('says that a price is missing, and refuses to add up two currencies', () => {
    const entries = [work('a', '2026-11-23 12:00', '2026-11-23 13:00')]
    expect(state('2026-11', [ticket({ tariff: { hourKopecks: null }, entries })]).lacksPrice).toBe(
      true,
    )
    const yuan = ticket({ id: 't2', termsVersion: 2, tariff: { currency: 'CNY' }, entries })
    expect(() => state('2026-11', [ticket({ entries }), yuan])).toThrow('two currencies')
  })
})

describe('corrections of closed months', () => {
  const entry = work('a', '2026-11-23 12:00', '2026-11-23 13:00')
  const november = closed(state('2026-11', [ticket({ entries: [entry] })]))

  it('go to the next month as such, with what is new', () => {
    const longer = { ...entry, revision: 2, to: moscow('2026-11-23 13:30') }
    const late = work('b', '2026-11-24 12:00', '2026-11-24 12:10')
    const tickets = [
      ticket({ entries: [longer] }),
      ticket({ id: 't2', number: 2, entries: [late] }),
    ]
    const december = state('2026-12', tickets, { others: [november] })
    expect(december.lines.map((line) => isCorrection(december, line))).toEqual([true, true])
    expect(december.lines).toMatchObject([
      { month: '2026-11', worked: single(30), amount: { gross: 180_000 }, entries: [{ id: 'a' }] },
      { month: '2026-11', worked: single(10), entries: [{ id: 'b' }] },
    ])
    const january = state('2027-01', tickets, { others: [november, closed(december)] })
    expect(january.lines).toEqual([])
  })

  it('of work that was withdrawn are a credit', () => {
    const december = state('2026-12', [ticket({ entries: [] })], { others: [november] })
    expect(december.lines).toMatchObject([{ worked: single(-60), amount: { gross: -360_000 } }])
  })

  it('are not made for a month that is still to be accepted', () => {
    const sent = { ...november, isClosed: false }
    expect(state('2026-12', [ticket({ entries: [] })], { others: [sent] }).lines).toEqual([])
  })
})

describe('prepaid packages', () => {
  it('pay before money does, the oldest first, and dearer work uses up more', () => {
    const entries = [work('a', '2026-11-23 17:30', '2026-11-23 18:30')]
    const packages = [hours('new', '2026-11', '2026-12'), hours('old', '2026-10', '2026-11')]
    const { lines, totals, packages: after } = state('2026-11', [ticket({ entries })], { packages })
    expect(lines).toMatchObject([
      {
        packages: [
          { packageId: 'old', percentMinutes: 6000 },
          { packageId: 'new', percentMinutes: 3000 },
        ],
        amount: { gross: 0 },
      },
    ])
    expect(totals.packagePercentMinutes).toBe(9000)
    expect(after).toMatchObject([
      { id: 'old', left: 0 },
      { id: 'new', leftBefore: 6000, left: 3000 },
    ])
  })

  it.each([
    ['expires', 0],
    ['rollsOver', 6000],
  ] as const)('what is left after the term %s', (rest, used) => {
    const entries = [work('a', '2026-12-01 12:00', '2026-12-01 14:00')]
    const packages = [
      hours('old', '2026-10', '2026-11', { rest }),
      hours('new', '2026-12', '2026-12'),
    ]
    const { packages: after } = state('2026-12', [ticket({ entries })], { packages })
    expect(after[0]).toMatchObject({ id: 'old', used })
  })

  it('pay for nothing before their first month', () => {
    const tickets = [ticket({ entries: [work('a', '2026-11-25 12:00', '2026-11-25 13:00')] })]
    const packages = [hours('december', '2026-12', '2026-12')]
    const { lines, totals } = state('2026-11', tickets, { packages })
    expect(lines[0]?.packages).toEqual([])
    expect(totals.amount.gross).toBe(360_000)
  })

  it('what a credit gives back can be used again, money first', () => {
    const packages = [hours('old', '2026-11', '2026-12')]
    const entry = work('a', '2026-11-23 12:00', '2026-11-23 13:30')
    const november = closed(state('2026-11', [ticket({ entries: [entry] })], { packages }))
    const shorter = { ...entry, revision: 2, to: moscow('2026-11-23 12:40') }
    const december = state('2026-12', [ticket({ entries: [shorter] })], {
      packages,
      others: [november],
    })
    expect(december.lines).toMatchObject([
      {
        packages: [{ percentMinutes: -2000 }],
        paidPercentMinutes: -3000,
        amount: { gross: -180_000 },
      },
    ])
    expect(december.packages).toMatchObject([{ leftBefore: 0, left: 2000 }])
  })
})
