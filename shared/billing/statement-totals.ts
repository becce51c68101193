import { addClasses, nothing } from './split-work.ts'
import { addAmounts } from './stated.ts'
import type { Statement, StatementLine } from './statement-shape.ts'

/** The sums of a statement's lines. */
export function totalsOf(lines: readonly StatementLine[]): Statement['totals'] {
  const entries = lines.flatMap((line) => line.entries)
  const isOpen = (entry: (typeof entries)[number]) => entry.objection?.answer === null
  return {
    tickets: new Set(lines.map(({ ticketId }) => ticketId)).size,
    entries: new Set(entries.map(({ id }) => id)).size,
    openObjections: new Set(entries.filter(isOpen).map(({ id }) => id)).size,
    ...lines.reduce((sum, line) => withLine(sum, line), {
      worked: nothing,
      added: nothing,
      percentMinutes: 0,
      packagePercentMinutes: 0,
      amount: { net: 0, vat: 0, gross: 0 },
    }),
  }
}

type Sums = Omit<Statement['totals'], 'tickets' | 'entries' | 'openObjections'>

const withLine = (sum: Sums, line: StatementLine): Sums => ({
  worked: addClasses(sum.worked, line.worked),
  added: addClasses(sum.added, line.added),
  percentMinutes: sum.percentMinutes + line.percentMinutes,
  packagePercentMinutes: sum.packagePercentMinutes + line.percentMinutes - line.paidPercentMinutes,
  amount: addAmounts(sum.amount, line.amount),
})
