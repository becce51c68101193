import { describe, expect, it } from 'vitest'
import { amountInWords } from '../../../../shared/billing/amount-in-words.ts'
import { billedRows } from '../../../../shared/billing/billed-rows.ts'
import type { StatementLine } from '../../../../shared/billing/statement-shape.ts'
import type { Vat } from '../../../../shared/billing/vat.ts'
import { formatMoney } from '../../../../shared/words/format-money.ts'
import { renderStatement } from '../../../../server/documents/render.ts'
import type { StatementData } from '../../../../server/documents/statement-data.ts'
import { readPdf, widestPlace, withoutBlanks } from '../../../support/read-pdf.ts'
import { readXlsx } from '../../../support/read-xlsx.ts'
import { closed, hours, state, ticket, work } from '../../shared/billing/statement-kit.ts'

const formula = '=HYPERLINK("http://evil";"Нет печати")'

function dataOf(count: number, vat: Vat = { kind: 'onTop', percent: 20 }): StatementData {
  const tickets = Array.from({ length: count }, (_, index) =>
    ticket({
      ...{ id: `t${String(index)}`, number: index + 1, tariff: { hourKopecks: 333_333, vat } },
      title: index === 0 ? formula : `Обращение ${String(index)}`,
      entries: [work(`e${String(index)}`, '2026-11-25T10:00', '2026-11-25T10:37')],
    }),
  )
  const statement = state('2026-11', tickets, { packages: [hours('p', '2026-11', '2026-12')] })
  const parties = {
    partner: { name: 'support.example', requisites: '' },
    customer: { name: 'ООО «Ромашка»', requisites: '' },
  }
  return { statement, state: 'closed', hash: 'a'.repeat(64), parties }
}

const make = async (
  data: StatementData,
  document: 'statement.pdf' | 'act.pdf' | 'statement.xlsx' | 'entries.csv',
  locale: 'ru' | 'en' = 'ru',
) => renderStatement(data, { document, locale })

describe('money in the files', () => {
  it.each<Vat>([
    { kind: 'none' },
    { kind: 'included', percent: 20 },
    { kind: 'onTop', percent: 22 },
  ])('agrees with the statement to the kopeck: VAT $kind', async (vat) => {
    const data = dataOf(25, vat)
    const { totals, currency, lines } = data.statement
    const { gross } = totals.amount
    for (const locale of ['ru', 'en'] as const) {
      const sums = [formatMoney(gross, currency, locale), amountInWords(gross, currency, locale)]
      for (const document of ['statement.pdf', 'act.pdf'] as const) {
        const text = readPdf((await make(data, document, locale)).bytes).join('')
        for (const sum of sums) expect(text).toContain(withoutBlanks(sum))
      }
    }
    const [tickets] = readXlsx((await make(data, 'statement.xlsx')).bytes)
    const rows = tickets?.rows ?? []
    const grossOf = (row = rows.at(-1)) => Math.round(Number(row?.[9]) * 100)
    expect(grossOf()).toBe(gross)
    expect(rows.slice(1, -1).map(grossOf)).toEqual(lines.map((line) => line.amount.gross))
  })

  it('of an act stands in few rows, corrections by themselves, that add up', () => {
    const before = state('2026-10', [
      ticket({ entries: [work('e', '2026-10-28T10:00', '2026-10-28T11:00')] }),
    ])
    const now = state(
      '2026-11',
      [
        ticket({ entries: [work('e', '2026-10-28T10:00', '2026-10-28T10:40', { revision: 2 })] }),
        ticket({
          id: 't2',
          number: 2,
          entries: [work('f', '2026-11-25T10:00', '2026-11-25T11:07')],
        }),
      ],
      { others: [closed(before)] },
    )
    const rows = billedRows(now)
    expect(rows.map(({ month }) => month)).toEqual(['2026-10', '2026-11'])
    expect(rows[0]?.amount.gross).toBeLessThan(0)
    const sum = (of: 'net' | 'vat' | 'gross') =>
      rows.reduce((all, { amount }) => all + amount[of], 0)
    expect({ net: sum('net'), vat: sum('vat'), gross: sum('gross') }).toEqual(now.totals.amount)
  })
})

describe('the parties', () => {
  it.each(['statement.pdf', 'act.pdf'] as const)(
    'have their requisites in %s',
    async (document) => {
      const data = dataOf(1)
      data.parties = {
        partner: { name: 'ООО «МартинСофт»', requisites: 'ИНН 7700000000\n\nМосква, Полевая, 1' },
        customer: { name: 'АО «Ромашка»', requisites: '' },
      }
      for (const locale of ['ru', 'en'] as const) {
        const text = readPdf((await make(data, document, locale)).bytes).join('')
        const [partner, customer] =
          locale === 'ru' ? ['Исполнитель', 'Заказчик'] : ['Contractor', 'Customer']
        const lines = `${partner}ООО «МартинСофт»ИНН 7700000000Москва, Полевая, 1${customer}АО «Ромашка»`
        expect(text).toContain(withoutBlanks(lines))
        expect(text).not.toContain('support.example')
      }
    },
  )
})

describe('the printed statement', () => {
  it('breaks over pages: heads again, every page with its number', async () => {
    const pages = readPdf((await make(dataOf(60), 'statement.pdf')).bytes)
    expect(pages.length).toBeGreaterThan(2)
    for (const [index, page] of pages.entries())
      expect(page).toContain(`Страница${String(index + 1)}из${String(pages.length)}`)
    expect(pages[1]).toContain(withoutBlanks('По двойному тарифу'))
    expect(pages.join('')).toContain(`SHA-256закрытогоотчёта:${'a'.repeat(64)}`)
  })

  it('keeps within the page, however long a word somebody has written', async () => {
    const data = dataOf(1)
    const [line] = data.statement.lines as [StatementLine]
    data.statement.lines = [{ ...line, title: 'оченьдлинноеслово'.repeat(12) }]
    const { bytes } = await make(data, 'statement.pdf')
    expect(readPdf(bytes)[0]).toContain('оченьдлинноеслово'.repeat(12))
    expect(widestPlace(bytes)).toBeLessThan(550)
  })

  it('begins no part at the very end of a page', async () => {
    for (const count of [18, 19, 20, 21, 22, 23, 24])
      for (const page of readPdf((await make(dataOf(count), 'statement.pdf')).bytes))
        expect(page).not.toMatch(/Работы(Отчёт|Страница)/)
  })

  it('loses neither rates nor sum, wherever the page ends', async () => {
    const ends = ['Тариф', 'Цена часа', 'Итого', 'К оплате', 'Сумма прописью'].map(withoutBlanks)
    for (const count of [5, 6, 7, 8, 9, 10]) {
      const text = readPdf((await make(dataOf(count), 'statement.pdf')).bytes).join('')
      for (const end of ends) expect(text.split('Пакетычасов')[1], String(count)).toContain(end)
    }
  })

  it('says by which rates it was reckoned, and what each entry has out of hours', async () => {
    const vat: Vat = { kind: 'onTop', percent: 22 }
    const tickets = [
      ticket({
        tariff: { vat },
        entries: [work('e', '2026-11-25T17:50', '2026-11-25T18:25')],
      }),
    ]
    const data = { ...dataOf(1), statement: state('2026-11', tickets) }
    const text = readPdf((await make(data, 'statement.pdf')).bytes).join('')
    for (const one of ['Цена часа3 600,00 ₽', 'НДСсверх цены, 22 %', 'По двойному тарифу: 25 мин'])
      expect(text).toContain(withoutBlanks(one))
    const [, , rates] = readXlsx((await make(data, 'statement.xlsx')).bytes)
    expect(rates?.rows).toContainEqual(['1', 'Цена часа, RUB', 3600])
    expect(rates?.rows).toContainEqual(['1', 'Нерабочее время, % от цены часа', 200])
  })

  it('says what was corrected, added to the minimum, objected to and answered', async () => {
    const said = (by: string, reason: string) => ({ at: 0, by, reason })
    const objection = { ...said('Анна', 'Долго'), answer: said('Мария', 'Две попытки') }
    const october = (to: string, revision: number) =>
      ticket({ entries: [work('e', '2026-10-28T10:00', to, { revision, objection })] })
    const others = [closed(state('2026-10', [october('2026-10-28T11:00', 1)]))]
    const short = ticket({
      ...{ id: 't2', number: 2, closedAt: Date.UTC(2026, 10, 26) },
      entries: [work('f', '2026-11-25T10:00', '2026-11-25T10:07')],
    })
    const statement = state('2026-11', [october('2026-10-28T11:30', 2), short], { others })
    const { bytes } = await make({ ...dataOf(1), statement }, 'statement.pdf')
    const text = readPdf(bytes).join('')
    for (const one of ['исправление за месяц: октябрь 2026', 'До минимума (§ 8): 13 мин'])
      expect(text).toContain(withoutBlanks(one))
    expect(text).toContain(withoutBlanks('Возражение, Анна: ДолгоОтвет: Две попытки'))
  })

  it('leaves lists that are too long to the table, and says so', async () => {
    const pages = readPdf((await make(dataOf(301), 'statement.pdf')).bytes)
    expect(pages).toHaveLength(1)
    expect(pages[0]).toContain(withoutBlanks('целиком он — в таблице XLSX'))
  })
})

describe('the table', () => {
  it('has dates as dates of the contract’s clocks, a frozen head, and no formulas', async () => {
    const [tickets, entries] = readXlsx((await make(dataOf(2), 'statement.xlsx')).bytes)
    expect(tickets?.rows[1]?.[1]).toBe(formula)
    expect(tickets?.xml).not.toContain('<f>')
    expect(tickets?.xml).toContain('ySplit="1"')
    // Days since the last one of 1899.
    const day = (iso: string) => (Date.parse(`${iso}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000
    const [from, to] = entries?.rows[1]?.slice(1, 3) ?? []
    expect(from).toBeCloseTo(day('2026-11-25T10:00:00'), 6)
    expect(to).toBeCloseTo(day('2026-11-25T10:37:00'), 6)
    expect(entries?.rows[1]?.[5]).toBe(37)
  })

  it('takes what XML has no place for', async () => {
    const data = dataOf(1)
    const [line] = data.statement.lines as [StatementLine]
    const title = 'Нет\u0000 пе\u0008чати \ud800'
    data.statement.lines = [{ ...line, title }]
    const [tickets] = readXlsx((await make(data, 'statement.xlsx')).bytes)
    expect(tickets?.rows[1]?.[1]).toBe('Нет печати ')
  })

  it('as CSV has every entry, and no cell that is a formula', async () => {
    const { bytes, name } = await make(dataOf(2), 'entries.csv')
    const lines = bytes.toString('utf8').trim().split('\r\n')
    expect(name).toBe('Работы 2026-11 ООО «Ромашка».csv')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain(`"'=HYPERLINK(`)
    expect(lines[2]).toContain('2026-11-25 10:00;2026-11-25 10:37;Иван Петров')
  })
})
