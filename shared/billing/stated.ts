import type { Month } from './months.ts'
import type { Cover } from './package-budget.ts'
import { addClasses, type ByClass, nothing } from './split-work.ts'
import type { Statement, StatementLine } from './statement-shape.ts'
import type { Amount } from './vat.ts'

/** What has been stated of one ticket in one month, corrections included. */
export type StatedMonth = {
  worked: ByClass
  added: ByClass
  percentMinutes: number
  cover: Cover
  amount: Amount
  /** The revisions in which entries were stated last. */
  revisions: ReadonlyMap<string, number>
}

/** By ticket, then by month. */
export type Stated = ReadonlyMap<string, ReadonlyMap<Month, StatedMonth>>

export const unstated: StatedMonth = {
  worked: nothing,
  added: nothing,
  percentMinutes: 0,
  cover: { packages: [], paidPercentMinutes: 0 },
  amount: { net: 0, vat: 0, gross: 0 },
  revisions: new Map(),
}

export function statedOf(statements: readonly Statement[]): Stated {
  const tickets = new Map<string, Map<Month, StatedMonth>>()
  for (const { lines } of statements.toSorted((a, b) => (a.month < b.month ? -1 : 1)))
    for (const line of lines) {
      const months = tickets.get(line.ticketId) ?? new Map<Month, StatedMonth>()
      tickets.set(line.ticketId, months)
      months.set(line.month, withLine(months.get(line.month) ?? unstated, line))
    }
  return tickets
}

function withLine(known: StatedMonth, line: StatementLine): StatedMonth {
  return {
    worked: addClasses(known.worked, line.worked),
    added: addClasses(known.added, line.added),
    percentMinutes: known.percentMinutes + line.percentMinutes,
    cover: {
      packages: addUses(known.cover.packages, line.packages),
      paidPercentMinutes: known.cover.paidPercentMinutes + line.paidPercentMinutes,
    },
    amount: addAmounts(known.amount, line.amount),
    revisions: new Map([
      ...known.revisions,
      ...line.entries.map(({ id, revision }) => [id, revision] as const),
    ]),
  }
}

/** Package by package, in the order in which they were used first. */
export function addUses(a: Cover['packages'], b: Cover['packages']): Cover['packages'] {
  const sums = new Map(a.map((use) => [use.packageId, use.percentMinutes]))
  for (const { packageId, percentMinutes } of b)
    sums.set(packageId, (sums.get(packageId) ?? 0) + percentMinutes)
  return [...sums].map(([packageId, percentMinutes]) => ({ packageId, percentMinutes }))
}

export const addAmounts = (a: Amount, b: Amount): Amount => ({
  net: a.net + b.net,
  vat: a.vat + b.vat,
  gross: a.gross + b.gross,
})
