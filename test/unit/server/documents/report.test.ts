import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MonthlyReport } from '../../../../shared/report/monthly-report-shape.ts'
import { formatInstant } from '../../../../shared/words/format-instant.ts'
import { formatMoney } from '../../../../shared/words/format-money.ts'
import { formatShare } from '../../../../shared/words/format-share.ts'
import { renderReport } from '../../../../server/documents/render.ts'
import { printedBreaches } from '../../../../server/documents/report-breaches.ts'
import { reportWords } from '../../../../server/documents/report-words.ts'
import { readPdf, widestPlace, withoutBlanks } from '../../../support/read-pdf.ts'
import { readXlsx } from '../../../support/read-xlsx.ts'
import { asks, call, delivered, moves, registered, says } from '../../shared/sla/story.ts'
import { state, ticket, work } from '../../shared/billing/statement-kit.ts'
import { reportOf, ticketOf } from '../../shared/report/report-kit.ts'

const formula = '=HYPERLINK("http://evil";"Касса")'

/** A month with everything that a report can tell. */
function lively(): MonthlyReport {
  const tickets = [
    { ...ticketOf(1, [registered('2026-11-10 10:00', 3), says('partner', '2026-11-10 11:00')]) },
    {
      ...ticketOf(2, [
        registered('2026-11-26 16:00', 2),
        says('partner', '2026-11-27 12:30'),
        moves('partner', '2026-11-27 15:00', 'proposed'),
      ]),
      title: formula,
    },
    ticketOf(3, [
      registered('2026-11-20 18:00', 1),
      asks('partner', '2026-11-20 18:30', 'question'),
      delivered('question', '2026-11-20 18:40'),
    ]),
    ticketOf(4, [
      registered('2026-11-21 18:00', 1),
      call('2026-11-21 18:30', { reached: false }),
      call('2026-11-21 18:50', { reached: false }),
    ]),
  ]
  const entries = [work('e', '2026-11-25T17:50', '2026-11-25T18:25')]
  const { totals, currency, lacksPrice } = state('2026-11', [ticket({ entries })])
  const report = reportOf('2026-11', '2026-12-01 09:00', tickets)
  return { ...report, work: { totals, currency, lacksPrice } }
}

const make = (
  report: MonthlyReport,
  document: 'report.pdf' | 'report.xlsx',
  locale: 'ru' | 'en' = 'ru',
) => renderReport({ report, partnerName: 'support.example' }, { document, locale })

describe('the monthly report as a file', () => {
  it.each(['ru', 'en'] as const)('in print says what the engine says, in %s', async (locale) => {
    const report = lively()
    const { bytes } = await make(report, 'report.pdf', locale)
    const text = readPdf(bytes).join('')
    expect(report.breaches.length).toBeGreaterThan(3)
    for (const { title, dueAt } of report.breaches) {
      expect(text).toContain(withoutBlanks(title))
      if (dueAt !== null)
        expect(text).toContain(withoutBlanks(formatInstant(dueAt, report.zone, locale)))
    }
    const rows = report.compliance.map(
      (row) =>
        `${String(reportWords[locale][`clocks.names.${row.clock}`])} … ${formatShare(row, locale)}${String(row.met)}${String(row.breached)}${String(row.notNeeded)}${String(row.open)}`,
    )
    for (const row of rows) {
      const [name = '', figures = ''] = row.split(' … ')
      expect(text).toContain(withoutBlanks(name))
      expect(text).toContain(withoutBlanks(figures))
    }
    const gross = report.work?.totals.amount.gross ?? 0
    expect(text).toContain(withoutBlanks(formatMoney(gross, 'RUB', locale)))
    expect(text).toContain('§4.2')
    expect(text).not.toContain('→')
    expect(text).not.toMatch(/reports\.|why\.|clocks\.names|money\.totals|\{/)
    expect(widestPlace(bytes)).toBeLessThan(550)
  })

  it('as a table has the same figures as numbers', async () => {
    const report = lively()
    const { bytes, name } = await make(report, 'report.xlsx')
    expect(name).toBe('Отчёт о сроках 2026-11 ООО «Ромашка».xlsx')
    const [summary, compliance, times, , , downgrades, worked] = readXlsx(bytes)
    expect(summary?.rows).toContainEqual(['Зарегистрировано обращений', 4])
    expect(compliance?.rows.slice(1).map((row) => row.slice(4))).toEqual(
      report.compliance.map((row) => [row.met, row.breached, row.notNeeded, row.open]),
    )
    expect(times?.rows.filter(([clock]) => clock === 'Реакция').map((row) => row[2])).toEqual(
      report.times.reaction.columns.map(({ count }) => count),
    )
    expect(downgrades?.rows.slice(1).map((one) => one[5])).toEqual(
      report.downgrades.map(({ clause }) => `§ ${clause}`),
    )
    expect(worked?.rows.at(-1)).toEqual([
      'К оплате, RUB',
      (report.work?.totals.amount.gross ?? 0) / 100,
    ])
  })

  it('as a table lists breaches with their reasons, as numbers and dates and never a formula', async () => {
    const report = lively()
    const { bytes } = await make(report, 'report.xlsx')
    const [, , , breaches, why] = readXlsx(bytes)
    const late = report.breaches.find(({ number }) => number === 2)!
    const row = breaches?.rows.find(([number]) => number === 2)
    expect(row?.[1]).toBe(formula)
    expect(breaches?.xml).not.toContain('<f>')
    expect(row?.slice(-2)).toEqual([late.targetMs / 60_000, late.usedMs / 60_000])
    // Days since the last one of 1899, by the contract's clocks.
    expect(row?.[6]).toBeCloseTo((late.dueAt! + 3 * 3_600_000) / 86_400_000 + 25_569, 6)
    expect(breaches?.rows).toHaveLength(report.breaches.length + 1)
    expect(why?.rows).toHaveLength(report.breaches.flatMap((one) => one.why).length + 1)
  })

  it('of a month in which nothing happened says so', async () => {
    const empty = reportOf('2026-11', '2026-12-01 09:00', [])
    const text = readPdf((await make(empty, 'report.pdf')).bytes).join('')
    for (const one of ['сроков не наступило', 'Все сроки соблюдены', 'Работ за этот месяц'])
      expect(text).toContain(withoutBlanks(one))
    expect((await make(empty, 'report.xlsx')).bytes.length).toBeGreaterThan(1000)
  })

  it('leaves what nobody reads on paper to the table, and says so', async () => {
    const report = lively()
    const [breach] = report.breaches
    report.breaches = Array.from({ length: printedBreaches + 20 }, (_, index) => ({
      ...breach!,
      ...{ number: 1000 + index, why: Array.from({ length: 10 }, () => breach!.why[0]!) },
    }))
    const text = readPdf((await make(report, 'report.pdf')).bytes).join('')
    expect(text).toContain('№1099')
    expect(text).not.toContain('№1100')
    expect(text).toContain(withoutBlanks('остальные — в таблице XLSX'))
    expect(text).toContain(withoutBlanks('Расчёт времени — в таблице XLSX'))
  })

  it('speaks the words of the pages', () => {
    for (const locale of ['ru', 'en'] as const) {
      const pages = ['tickets', 'ticket-page', 'reports', 'money'].map((name) =>
        readJson(join(import.meta.dirname, `../../../../client/i18n/${locale}/${name}.json`)),
      )
      for (const [key, said] of Object.entries(reportWords[locale]))
        expect(
          pages.map((page) => wordIn(page, key)).find((one) => one !== undefined),
          key,
        ).toBe(said)
    }
  })
})

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown

const wordIn = (page: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], page)
