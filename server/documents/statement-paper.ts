import type { Content } from 'pdfmake/interfaces.js'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { amountInWords } from '../../shared/billing/amount-in-words.ts'
import { ratesOf } from '../../shared/billing/rates.ts'
import { addClasses, sumOfClasses } from '../../shared/billing/split-work.ts'
import {
  isCorrection,
  type Statement,
  type StatementLine,
  type StatedEntry,
} from '../../shared/billing/statement-shape.ts'
import { formatSpan } from '../../shared/words/format-instant.ts'
import { formatMonth } from '../../shared/words/format-money.ts'
import {
  type Cell,
  type Column,
  facts,
  partyLines,
  type Row,
  ruledTable,
  section,
  wholePart,
} from './paper-parts.ts'
import type { Paper } from './pdf.ts'
import { sayingTerms } from './say-terms.ts'
import { periodOf, type Saying, sayingOf, type StatementData } from './statement-data.ts'

/** Longer lists are for table programs: nobody reads them on paper, and print keeps the server busy. */
export const printedRows = 300

/** The statement of a month for print: tickets, the work behind them, packages and the sum. */
export function statementPaper(data: StatementData, locale: DocumentLocale): Paper {
  const { statement } = data
  const saying = sayingOf(statement, locale)
  const title = `${saying.words.statement}: ${formatMonth(statement.month, locale)}`
  return {
    title: `${title} · ${data.parties.customer.name}`,
    locale,
    content: [
      { text: title, style: 'title' },
      factsOf(data, saying),
      ...(statement.lines.length === 0
        ? [{ text: saying.words.noWork, margin: [0, 12, 0, 0] } as Content]
        : [...ticketsOf(statement, saying), ...entriesOf(statement, saying)]),
      ...packagesOf(statement, saying),
      ...rates(statement, saying),
      ...sumOf(statement, saying),
      ...hashOf(data, saying),
    ],
  }
}

const factsOf = (data: StatementData, { words, locale }: Saying): Content =>
  facts([
    [words.partner, partyLines(data.parties.partner)],
    [words.customer, partyLines(data.parties.customer)],
    [words.period, periodOf(data.statement.month, locale)],
    [words.state, words.states[data.state]],
  ])

function ticketsOf(statement: Statement, saying: Saying): Content[] {
  const { words, time, money } = saying
  const { totals } = statement
  const billed = addClasses(totals.worked, totals.added)
  const hasNight = billed.night !== 0
  const hasPackages = totals.packagePercentMinutes !== 0
  const columns: Column[] = [
    { head: words.number, width: 'auto' },
    { head: words.ticket, width: '*' },
    { head: words.single, width: 'auto', isNumber: true },
    { head: words.double, width: 'auto', isNumber: true },
    ...(hasNight ? [{ head: words.night, width: 'auto', isNumber: true } as const] : []),
    ...(hasPackages ? [{ head: words.fromPackages, width: 'auto', isNumber: true } as const] : []),
    { head: words.amount, width: 'auto', isNumber: true },
  ]
  const cells = (sums: Pick<StatementLine, 'worked' | 'added' | 'amount'>, covered: number) => {
    const { single, double, night } = addClasses(sums.worked, sums.added)
    return [
      ...[time(single), time(double)],
      ...(hasNight ? [time(night)] : []),
      ...(hasPackages ? [time(covered / 100)] : []),
      money(sums.amount.gross),
    ]
  }
  const rows = statement.lines.map((line): Row => {
    const covered = line.percentMinutes - line.paidPercentMinutes
    return {
      cells: [String(line.number), titleOf(statement, line, saying), ...cells(line, covered)],
    }
  })
  const total = ['', words.total, ...cells(totals, totals.packagePercentMinutes)]
  const isLong = rows.length > printedRows
  return [
    section(words.tickets),
    ruledTable(columns, [...(isLong ? [] : rows), { cells: total, isTotal: true }]),
    ...(isLong ? [{ text: words.tooMany, margin: [0, 6, 0, 0] } as Content] : []),
  ]
}

function titleOf(statement: Statement, line: StatementLine, saying: Saying): Cell {
  const { words, locale, time } = saying
  const added = sumOfClasses(line.added)
  const notes = [
    ...(isCorrection(statement, line)
      ? [`${words.correction}${formatMonth(line.month, locale)}`]
      : []),
    ...(line.isFree ? [words.free] : []),
    ...(added === 0 ? [] : [`${words.added}: ${time(added)}`]),
  ]
  return [{ text: line.title }, ...notes.map((text) => ({ text, isQuiet: true }))]
}

function entriesOf(statement: Statement, saying: Saying): Content[] {
  const { words, time, locale } = saying
  if (statement.totals.entries > printedRows)
    return [section(words.entries), { text: words.tooMany }]
  const columns: Column[] = [
    { head: words.number, width: 'auto' },
    { head: words.when, width: 142 },
    { head: words.what, width: '*' },
    { head: words.time, width: 'auto', isNumber: true },
  ]
  const rows = statement.lines.flatMap((line) =>
    line.entries.map((entry) => ({
      cells: [
        String(line.number),
        formatSpan(entry, statement.zone, locale),
        workOf(entry, saying),
        time(sumOfClasses(entry.minutes)),
      ],
    })),
  )
  return [section(words.entries), ruledTable(columns, rows)]
}

function workOf(
  { what, engineer, onlyOutOfHours, minutes, objection }: StatedEntry,
  { words, time }: Saying,
): Cell {
  const dearer = (['double', 'night'] as const).filter((name) => minutes[name] !== 0)
  const quiet = [
    onlyOutOfHours ? `${engineer} · ${words.onlyOutOfHours}` : engineer,
    ...dearer.map((name) => `${words[name]}: ${time(minutes[name])}`),
    ...(objection ? [`${words.objection}, ${objection.by}: ${objection.reason}`] : []),
    ...(objection?.answer ? [`${words.answer}: ${objection.answer.reason}`] : []),
  ]
  return [{ text: what }, ...quiet.map((text) => ({ text, isQuiet: true }))]
}

function packagesOf({ packages }: Statement, { words, time }: Saying): Content[] {
  if (packages.length === 0) return []
  const columns: Column[] = [
    { head: words.package, width: '*' },
    { head: words.before, width: 'auto', isNumber: true },
    { head: words.used, width: 'auto', isNumber: true },
    { head: words.left, width: 'auto', isNumber: true },
  ]
  const rows = packages.map(({ name, leftBefore, used, left }) => ({
    cells: [name, ...[leftBefore, used, left].map((minutes) => time(minutes / 100))],
  }))
  return [section(words.packages), ruledTable(columns, rows)]
}

function rates(statement: Statement, { words, locale }: Saying): Content[] {
  const { nameOf, valueOf } = sayingTerms(locale)
  const groups = ratesOf(statement)
  return groups.flatMap(({ versions, lines }) => {
    const title = groups.length === 1 ? words.tariff : words.tariffOf(versions.join(', '))
    const pairs = lines.map((line) => [nameOf(line), valueOf(line)] as const)
    return wholePart(title, facts(pairs))
  })
}

function sumOf({ totals, currency, lacksPrice }: Statement, saying: Saying): Content[] {
  const { words, locale, money } = saying
  const { net, vat, gross } = totals.amount
  const pairs = [
    ...(vat === 0 ? [] : [[words.net, money(net)] as const, [words.vat, money(vat)] as const]),
    [words.gross, money(gross)] as const,
    [words.inWords, amountInWords(gross, currency, locale)] as const,
  ]
  return [
    wholePart(words.total, facts(pairs)),
    ...(lacksPrice ? [{ text: words.lacksPrice, style: 'quiet' }] : []),
  ]
}

const hashOf = ({ hash }: StatementData, { words }: Saying): Content[] =>
  hash === null ? [] : [{ text: `${words.hash}: ${hash}`, style: 'quiet', margin: [0, 10, 0, 0] }]
