import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { ratesOf } from '../../shared/billing/rates.ts'
import type { StatementLine, StatedEntry } from '../../shared/billing/statement-shape.ts'
import type { TermsLine } from '../../shared/sla/terms-lines.ts'
import { sayingTerms } from './say-terms.ts'
import { type Saying, sayingOf, type StatementData } from './statement-data.ts'
import { amount, head, type Sheet, text, timeIn, whole } from './xlsx-cells.ts'

/** The statement for table programs: amounts are numbers, times are dates, and no text is a formula. */
export async function statementXlsx(data: StatementData, locale: DocumentLocale): Promise<Buffer> {
  const saying = sayingOf(data.statement, locale)
  return writeXlsxFile([
    ticketSheet(data, saying),
    entrySheet(data, saying),
    rateSheet(data, saying),
  ]).toBuffer()
}

function ticketSheet({ statement }: StatementData, { words }: Saying): Sheet {
  const { lines, totals, currency } = statement
  const bold = { fontWeight: 'bold', topBorderStyle: 'thin', topBorderColor: '#C3CAD1' }
  const sums = (of: Pick<StatementLine, 'worked' | 'added' | 'amount'>, look = {}): Row => [
    ...[of.worked.single, of.worked.double, of.worked.night].map((one) => whole(one, look)),
    whole(of.added.single + of.added.double + of.added.night, look),
    ...[of.amount.net, of.amount.vat, of.amount.gross].map((one) => amount(one, look)),
  ]
  const money = (name: string) => `${name}, ${currency}`
  return {
    sheet: words.tickets,
    stickyRowsCount: 1,
    columns: [8, 48, 11, 13, 13, 13, 13, 14, 14, 14].map((width) => ({ width })),
    data: [
      head([
        ...[words.number, words.ticket, words.month],
        ...[words.minutes.single, words.minutes.double, words.minutes.night, words.addedMinutes],
        ...[money(words.net), money(words.vat), money(words.gross)],
      ]),
      ...lines.map((line) => [
        ...[whole(line.number), text(line.title, { wrap: true }), text(line.month)],
        ...sums(line),
      ]),
      [text(' ', bold), text(words.total, bold), text(' ', bold), ...sums(totals, bold)],
    ],
  }
}

function entrySheet({ statement }: StatementData, { words, locale }: Saying): Sheet {
  const { lines, zone } = statement
  const local = timeIn(zone, locale)
  const rowOf = (number: number, entry: StatedEntry): Row => [
    ...[whole(number), local(entry.from), local(entry.to), text(entry.engineer)],
    text(entry.what, { wrap: true }),
    ...[entry.minutes.single, entry.minutes.double, entry.minutes.night].map((one) => whole(one)),
    text(entry.onlyOutOfHours ? words.yes : ''),
    text(entry.objection ? `${entry.objection.by}: ${entry.objection.reason}` : '', { wrap: true }),
    text(entry.objection?.answer?.reason ?? '', { wrap: true }),
  ]
  return {
    sheet: words.entries,
    stickyRowsCount: 1,
    columns: [8, 17, 17, 24, 52, 13, 13, 13, 13, 30, 30].map((width) => ({ width })),
    data: [
      head([
        ...[words.number, words.from, words.to, words.engineer, words.what],
        ...[words.minutes.single, words.minutes.double, words.minutes.night, words.outOfHours],
        ...[words.objection, words.answer],
      ]),
      ...lines.flatMap(({ number, entries }) => entries.map((entry) => rowOf(number, entry))),
    ],
  }
}

function rateSheet({ statement }: StatementData, { words, locale }: Saying): Sheet {
  const { nameOf, valueOf } = sayingTerms(locale)
  const nameWithUnit = (line: TermsLine) =>
    line.value.kind === 'money' ? `${nameOf(line)}, ${line.value.currency}` : nameOf(line)
  const cellOf = (line: TermsLine): Cell => {
    const { value } = line
    if (value.kind === 'money' && value.kopecks !== null) return amount(value.kopecks)
    if (value.kind === 'percent') return whole(value.percent)
    return text(valueOf(line))
  }
  return {
    sheet: words.tariff,
    stickyRowsCount: 1,
    columns: [14, 44, 30].map((width) => ({ width })),
    data: [
      head([words.termsVersion, words.term, words.agreed]),
      ...ratesOf(statement).flatMap(({ versions, lines }) =>
        lines.map((line) => [text(versions.join(', ')), text(nameWithUnit(line)), cellOf(line)]),
      ),
    ],
  }
}
