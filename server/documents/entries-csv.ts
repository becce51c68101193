import type { DocumentLocale } from '../../shared/api/documents.ts'
import { toCsv } from '../../shared/audit/to-csv.ts'
import { offsetAt } from '../../shared/calendar/zone.ts'
import type { Instant } from '../../shared/time.ts'
import { sayingOf, type StatementData } from './statement-data.ts'

/** Every entry of a statement on a line of its own, with the contract's local times. */
export function entriesCsv({ statement }: StatementData, locale: DocumentLocale): string {
  const { words } = sayingOf(statement, locale)
  const local = (at: Instant) =>
    new Date(at + offsetAt(statement.zone, at)).toISOString().slice(0, 16).replace('T', ' ')
  const heads = [
    ...[words.number, words.ticket, words.from, words.to, words.engineer, words.what],
    ...[words.minutes.single, words.minutes.double, words.minutes.night, words.outOfHours],
    ...[words.objection, words.answer],
  ]
  const rows = statement.lines.flatMap(({ number, title, entries }) =>
    entries.map(({ minutes, objection, ...entry }) => [
      ...[String(number), title, local(entry.from), local(entry.to), entry.engineer, entry.what],
      ...[minutes.single, minutes.double, minutes.night].map(String),
      entry.onlyOutOfHours ? words.yes : '',
      objection ? `${objection.by}: ${objection.reason}` : '',
      objection?.answer?.reason ?? '',
    ]),
  )
  return toCsv([heads, ...rows])
}
