import writeXlsxFile, { type Cell, type Row, type SheetOptions } from 'write-excel-file/node'
import type { DocumentLocale } from '../../shared/api/documents.ts'
import { offsetAt } from '../../shared/calendar/zone.ts'
import type { StatementLine, StatedEntry } from '../../shared/billing/statement-shape.ts'
import type { Instant } from '../../shared/time.ts'
import { type Saying, sayingOf, type StatementData } from './statement-data.ts'

type Options = SheetOptions<Buffer> & { data: Row[] }

/** XML has no place for these. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** The statement for table programs: amounts are numbers, times are dates, and no text is a formula. */
export async function statementXlsx(data: StatementData, locale: DocumentLocale): Promise<Buffer> {
  const saying = sayingOf(data.statement, locale)
  return writeXlsxFile([ticketSheet(data, saying), entrySheet(data, saying)]).toBuffer()
}

const text = (value: string, look = {}): Cell =>
  value === '' ? null : { value: value.replace(unwritable, ''), type: String, ...look }
const whole = (value: number, look = {}): Cell => ({
  value,
  type: Number,
  format: '0',
  ...look,
})
const amount = (kopecks: number, look = {}): Cell => ({
  value: kopecks / 100,
  type: Number,
  format: '#,##0.00',
  ...look,
})
const head = (names: readonly string[]): Row =>
  names.map((value) => ({
    ...{ value, type: String, fontWeight: 'bold', wrap: true, alignVertical: 'center' },
    ...{ backgroundColor: '#F0F3F6', bottomBorderStyle: 'thin', bottomBorderColor: '#C3CAD1' },
  }))

function ticketSheet({ statement }: StatementData, { words }: Saying): Options {
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

function entrySheet({ statement }: StatementData, { words, locale }: Saying): Options {
  const { lines, zone } = statement
  const format = locale === 'ru' ? 'dd.mm.yyyy hh:mm' : 'yyyy-mm-dd hh:mm'
  // Table programs know no zones: a reading of the contract's clocks stands as if it were UTC.
  const local = (at: Instant): Cell => ({
    ...{ value: new Date(at + offsetAt(zone, at)), type: Date, format },
  })
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
