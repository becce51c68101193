import type { Instant } from '../time.ts'
import type { Level } from '../sla/level.ts'
import type { BillingTerms } from './bill-ticket.ts'
import { addMonths, type Month, startOfMonth } from './months.ts'
import { createPackageBudget } from './package-budget.ts'
import { inOrder, type Package } from './packages.ts'
import type { WorkEntry } from './split-work.ts'
import { pendingLines, type PendingLine } from './pending-lines.ts'
import { settleLine } from './settle-line.ts'
import { type Stated, statedOf } from './stated.ts'
import { StatementError } from './statement-error.ts'
import type { Statement, StatementLine, StatedEntry } from './statement-shape.ts'
import { totalsOf } from './statement-totals.ts'
import { createVatRow, type VatRow } from './vat.ts'

/** An entry of the work log that counts. */
export type StatementWork = WorkEntry &
  Pick<StatedEntry, 'id' | 'revision' | 'engineer' | 'what' | 'objection'>

/** A ticket with all its work, whenever it was done, under the terms of its registration. */
export type StatementTicket = {
  id: string
  number: number
  title: string
  level: Level
  category: string | null
  /** When it was closed or rejected; null while it is open. */
  closedAt: Instant | null
  termsVersion: number
  terms: BillingTerms
  entries: readonly StatementWork[]
}

export type StatementInput = {
  month: Month
  /** In which months begin: that of the contract. */
  zone: string
  /** By which the currency is known when there is no line. */
  currency: string
  packages: readonly Package[]
  /** What was sent for other months and holds. A closed month is corrected, another one by itself. */
  others: readonly { statement: Statement; isClosed: boolean }[]
}

export type StatementBuilder = ReturnType<typeof createStatementBuilder>

/**
 * Builds a statement ticket by ticket, so that a large one can be made in pieces. Tickets may come in
 * any order; those that have been stated come too, even when nothing of their work counts any more.
 *
 * A minute is stated once: a month has what its tickets' work has in it without what other statements
 * say of it, and whatever differs from a closed month is a correction in the next one.
 */
export function createStatementBuilder(input: StatementInput) {
  const { month, zone, packages, others } = input
  const otherStatements = others.map(({ statement }) => statement)
  const stated: Stated = statedOf(otherStatements)
  const closed = new Set(
    others.flatMap(({ statement, isClosed }) => (isClosed ? [statement.month] : [])),
  )
  const pending: PendingLine[] = []
  const belongs = (one: Month) => one === month || (one < month && closed.has(one))

  return {
    /** @throws WorkError, CalendarError */
    add(ticket: StatementTicket): void {
      pending.push(...pendingLines(ticket, zone, stated).filter((line) => belongs(line.month)))
    },

    /** @throws StatementError `mixedCurrencies` */
    finish(): Statement {
      const budget = createPackageBudget(packages, otherStatements)
      const leftBefore = new Map(packages.map(({ id }) => [id, budget.leftOf(id)]))
      const rows = new Map<string, VatRow>()
      const rowOf = ({ month: of, ticket: { termsVersion, terms } }: PendingLine) => {
        const key = `${of} ${String(termsVersion)}`
        const row = rows.get(key) ?? createVatRow(terms.tariff.vat)
        rows.set(key, row)
        return row
      }
      const lines = pending
        .toSorted((a, b) => compare(a, b))
        .flatMap((line) =>
          settleLine(line, budget, { isCorrection: line.month < month, row: rowOf(line) }),
        )
      return {
        month,
        zone,
        from: startOfMonth(zone, month),
        until: startOfMonth(zone, addMonths(month, 1)),
        currency: currencyOf(pending, lines) ?? input.currency,
        tariffs: tariffsOf(pending, lines),
        lacksPrice: lacksPrice(pending, lines),
        lines,
        packages: inOrder(packages).map((one) => {
          const before = leftBefore.get(one.id) ?? 0
          const left = budget.leftOf(one.id)
          return { ...one, leftBefore: before, used: before - left, left }
        }),
        totals: totalsOf(lines),
      }
    },
  }
}

/** A contract's month from all its tickets at once. */
export function buildStatement(
  input: StatementInput & { tickets: readonly StatementTicket[] },
): Statement {
  const builder = createStatementBuilder(input)
  for (const ticket of input.tickets) builder.add(ticket)
  return builder.finish()
}

function compare(a: PendingLine, b: PendingLine): number {
  if (a.month !== b.month) return a.month < b.month ? -1 : 1
  return a.ticket.number - b.ticket.number
}

/** The tickets of the lines, one for each version of terms. */
function termsOf(pending: readonly PendingLine[], lines: readonly StatementLine[]) {
  const used = new Set(lines.map((line) => line.termsVersion))
  const tickets = pending.map(({ ticket }) => ticket)
  return [...used]
    .toSorted((a, b) => a - b)
    .flatMap((version) => tickets.find(({ termsVersion }) => termsVersion === version) ?? [])
}

function tariffsOf(pending: readonly PendingLine[], lines: readonly StatementLine[]) {
  return termsOf(pending, lines).map(({ termsVersion, terms: { tariff } }) => ({
    termsVersion,
    tariff,
  }))
}

function currencyOf(pending: readonly PendingLine[], lines: readonly StatementLine[]) {
  const currencies = new Set(tariffsOf(pending, lines).map(({ tariff }) => tariff.currency))
  if (currencies.size > 1)
    throw new StatementError('mixedCurrencies', 'Work of one month under two currencies')
  return [...currencies][0]
}

function lacksPrice(pending: readonly PendingLine[], lines: readonly StatementLine[]): boolean {
  const unpriced = new Set(
    tariffsOf(pending, lines)
      .filter(({ tariff }) => tariff.hourKopecks === null)
      .map(({ termsVersion }) => termsVersion),
  )
  return lines.some(
    ({ termsVersion, paidPercentMinutes }) =>
      paidPercentMinutes !== 0 && unpriced.has(termsVersion),
  )
}
