import type { Package } from '../../../../shared/billing/packages.ts'
import { buildStatement, type StatementTicket } from '../../../../shared/billing/statement.ts'
import type { Statement } from '../../../../shared/billing/statement-shape.ts'
import { agreedTerms, type Tariff } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { moscow } from '../calendar/moscow.ts'

export const zone = 'Europe/Moscow'
/** 3 600 ₽ an hour, so a minute costs 60 ₽. */
export const tariff: Tariff = { hourKopecks: 360_000, ...agreedTerms }
export const work = (id: string, from: string, to: string, change = {}) => ({
  ...{ id, revision: 1, engineer: 'Иван Петров', what: 'Починили печать', objection: null },
  ...{ from: moscow(from), to: moscow(to), onlyOutOfHours: false, ...change },
})
export const ticket = (change: Partial<StatementTicket> & { tariff?: Partial<Tariff> }) => {
  const { tariff: agreed, ...rest } = change
  const ofTicket: StatementTicket = {
    ...{ id: 't1', number: 1, title: 'Нет печати', level: 2, category: null, termsVersion: 1 },
    ...{ closedAt: null, entries: [] },
    terms: { calendar: defaultCalendar, tariff: { ...tariff, ...agreed } },
    ...rest,
  }
  return ofTicket
}
export type Made = { statement: Statement; isClosed: boolean }
export const state = (
  month: string,
  tickets: StatementTicket[],
  { packages = [], others = [] }: { packages?: Package[]; others?: Made[] } = {},
) => buildStatement({ month, zone, currency: 'RUB', packages, others, tickets })
export const closed = (statement: Statement): Made => ({ statement, isClosed: true })
export const hours = (
  id: string,
  fromMonth: string,
  untilMonth: string,
  change: Partial<Package> = {},
) => {
  const rest: Package['rest'] = 'expires'
  return { id, name: id, minutes: 60, kopecks: 300_000, fromMonth, untilMonth, rest, ...change }
}
