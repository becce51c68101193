import type { DocumentLocale } from '../../shared/api/documents.ts'
import type { StatementState } from '../../shared/api/money.ts'
import type { Parties } from '../../shared/api/parties.ts'
import type { Statement } from '../../shared/billing/statement-shape.ts'
import { formatDay } from '../../shared/words/format-instant.ts'
import { formatMinutes } from '../../shared/words/format-minutes.ts'
import { formatMoney } from '../../shared/words/format-money.ts'
import { documentWords, type DocumentWords } from './document-words.ts'

/** A statement, and between whom it stands. */
export type StatementData = {
  statement: Statement
  state: StatementState
  /** Of a closed one. */
  hash: string | null
  parties: Parties
}

export type Saying = {
  words: DocumentWords
  locale: DocumentLocale
  money: (kopecks: number) => string
  time: (minutes: number) => string
}

export const sayingOf = ({ currency }: Statement, locale: DocumentLocale): Saying => ({
  words: documentWords[locale],
  locale,
  money: (kopecks) => formatMoney(kopecks, currency, locale),
  time: (minutes) => formatMinutes(minutes, locale),
})

/** «1 ноября 2026 г. – 30 ноября 2026 г.» */
export const periodOf = (month: string, locale: DocumentLocale): string =>
  `${formatDay(`${month}-01`, locale)} – ${formatDay(lastDayOf(month), locale)}`

/** @param month '2026-11' */
export function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}
