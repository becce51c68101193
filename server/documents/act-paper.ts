import type { Content } from 'pdfmake/interfaces.js'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { amountInWords } from '../../shared/billing/amount-in-words.ts'
import { billedRows, type BilledRow } from '../../shared/billing/billed-rows.ts'
import type { Statement } from '../../shared/billing/statement-shape.ts'
import { formatDay } from '../../shared/words/format-instant.ts'
import { formatMonth } from '../../shared/words/format-money.ts'
import { breakable, type Cell, facts, partyLines, ruledTable } from './paper-parts.ts'
import type { Paper } from './pdf.ts'
import { lastDayOf, periodOf, type Saying, sayingOf, type StatementData } from './statement-data.ts'

const unfinished = new Set(['draft', 'sent', 'objected'])

/** What both parties sign: the services of a month, their sum in figures and words. */
export function actPaper(data: StatementData, locale: DocumentLocale): Paper {
  const { statement, parties, state } = data
  const saying = sayingOf(statement, locale)
  const { words } = saying
  const date = formatDay(lastDayOf(statement.month), locale)
  const title = `${words.act} ${words.number} ${statement.month} ${words.of} ${date}`
  return {
    title: `${title} · ${parties.customer.name}`,
    locale,
    content: [
      { text: title, style: 'title' },
      facts([
        [words.partner, partyLines(parties.partner)],
        [words.customer, partyLines(parties.customer)],
        [words.period, periodOf(statement.month, locale)],
      ]),
      { ...rowsOf(statement, saying), margin: [0, 14, 0, 10] },
      ...sumOf(statement, saying),
      { text: unfinished.has(state) ? words.draftText : words.actText, margin: [0, 12, 0, 36] },
      signatures(data, saying),
    ],
  }
}

function rowsOf(statement: Statement, saying: Saying) {
  const { words, money, time } = saying
  const rows = billedRows(statement).map((row, index) => ({
    cells: [
      String(index + 1),
      serviceOf(row, statement, saying),
      time(row.percentMinutes / 100),
      ...[row.amount.net, row.amount.vat, row.amount.gross].map(money),
    ],
  }))
  const { amount, percentMinutes } = statement.totals
  const sums = [amount.net, amount.vat, amount.gross].map(money)
  const total = ['', words.total, time(percentMinutes / 100), ...sums]
  return ruledTable(
    [
      { head: words.number, width: 'auto' },
      { head: words.service, width: '*' },
      { head: words.time, width: 'auto', isNumber: true },
      { head: words.net, width: 'auto', isNumber: true },
      { head: words.vat, width: 'auto', isNumber: true },
      { head: words.amount, width: 'auto', isNumber: true },
    ],
    [...rows, { cells: total, isTotal: true }],
  )
}

function serviceOf(row: BilledRow, { month }: Statement, { words, locale, time }: Saying): Cell {
  const ofMonth = formatMonth(row.month, locale)
  const name = `${words.serviceOf}, ${row.month < month ? words.correction : ''}${ofMonth}`
  const notes = [
    `${words.ticketsOf}: ${String(row.tickets)}`,
    ...(row.packagePercentMinutes === 0
      ? []
      : [`${words.fromPackages}: ${time(row.packagePercentMinutes / 100)}`]),
  ]
  return [{ text: name }, ...notes.map((text) => ({ text, isQuiet: true }))]
}

function sumOf({ totals, currency, lacksPrice }: Statement, saying: Saying): Content[] {
  const { words, locale, money } = saying
  return [
    { text: `${words.gross}: ${money(totals.amount.gross)}`, bold: true, fontSize: 11 },
    { text: amountInWords(totals.amount.gross, currency, locale), margin: [0, 3, 0, 0] },
    ...(lacksPrice ? [{ text: words.lacksPrice, style: 'quiet' }] : []),
  ]
}

/** Row by row, so that both sign on one line, however long the names are. */
function signatures({ parties }: StatementData, { words }: Saying): Content {
  const sign = (): Content[] => [
    {
      canvas: [{ type: 'line', x1: 0, y1: 0, x2: 200, y2: 0, lineWidth: 0.6 }],
      margin: [0, 30, 0, 3],
    },
    { text: words.signatures, style: 'quiet' },
  ]
  const roles = [words.partner, words.customer].map((text) => ({ text, bold: true }))
  const names = [parties.partner, parties.customer].map(({ name }) => ({ text: breakable(name) }))
  return {
    unbreakable: true,
    layout: 'noBorders',
    table: { widths: ['*', '*'], body: [roles, names, [{ stack: sign() }, { stack: sign() }]] },
  }
}
