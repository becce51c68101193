import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invoiceRows } from '../../../../shared/billing/invoice-rows.ts'
import type { Vat } from '../../../../shared/billing/vat.ts'
import { closed, state, ticket, work } from './statement-kit.ts'

const minutesLater = (minutes: number) =>
  `2026-11-25T${String(10 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

describe('rows of an invoice', () => {
  it('add up to the statement to the kopeck, whatever the price and the VAT', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('none', 'included', 'onTop'),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
        (hourKopecks, percent, kind, amounts) => {
          const vat = { kind, percent } as Vat
          const tickets = amounts.map((minutes, index) =>
            ticket({
              ...{ id: `t${String(index)}`, number: index, tariff: { hourKopecks, vat } },
              entries: [work(`e${String(index)}`, '2026-11-25T10:00', minutesLater(minutes))],
            }),
          )
          const statement = state('2026-11', tickets)
          const rows = invoiceRows(statement)
          const sum = rows.reduce((all, { gross }) => all + gross, 0)
          expect(sum).toBe(statement.totals.amount.gross)
          expect(rows.every(({ gross }) => gross > 0)).toBe(true)
        },
      ),
    )
  })

  it.each<[Vat['kind'], number]>([
    ...[1, 7, 10, 20, 22, 100].map((percent): [Vat['kind'], number] => ['onTop', percent]),
    ...[5, 7, 10, 22].map((percent): [Vat['kind'], number] => ['included', percent]),
  ])(
    'have the VAT of the statement, as portals reckon it from the price: %s, %i',
    (kind, percent) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 999_999 }),
          fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 }),
          (hourKopecks, amounts) => {
            const tickets = amounts.map((minutes, index) =>
              ticket({
                ...{ id: `t${String(index)}`, number: index },
                tariff: { hourKopecks, vat: { kind, percent } },
                entries: [work(`e${String(index)}`, '2026-11-25T10:00', minutesLater(minutes))],
              }),
            )
            const statement = state('2026-11', tickets)
            const vat = invoiceRows(statement).reduce(
              (all, { gross }) => all + gross - Math.round((gross * 100) / (100 + percent)),
              0,
            )
            expect(vat).toBe(statement.totals.amount.vat)
          },
        ),
      )
    },
  )

  it('take a credit of an earlier month off, and are none when nothing is to be paid', () => {
    const october = (to: string, revision: number) =>
      ticket({ entries: [work('e', '2026-10-28T10:00', to, { revision })] })
    const before = state('2026-10', [october('2026-10-28T12:00', 1)])
    const others = [closed(before)]
    const credit = october('2026-10-28T11:00', 2)
    const november = ticket({
      ...{ id: 't2', number: 2 },
      entries: [work('f', '2026-11-25T10:00', '2026-11-25T13:00')],
    })
    const both = state('2026-11', [credit, november], { others })
    expect(invoiceRows(both)).toEqual([
      { months: ['2026-10', '2026-11'], gross: both.totals.amount.gross, vatPercent: null },
    ])
    expect(invoiceRows(state('2026-11', [credit], { others }))).toEqual([])
  })
})
