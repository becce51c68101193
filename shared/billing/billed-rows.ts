import type { Month } from './months.ts'
import { addAmounts } from './stated.ts'
import type { Statement, StatementLine } from './statement-shape.ts'
import type { Amount, Vat } from './vat.ts'

/** What acts and invoices have in one row: the work of one month under one version of terms. */
export type BilledRow = {
  month: Month
  termsVersion: number
  vat: Vat
  tickets: number
  percentMinutes: number
  packagePercentMinutes: number
  amount: Amount
}

/** A statement's lines in few rows, which add up to its totals to the kopeck. */
export function billedRows({ lines, tariffs }: Statement): BilledRow[] {
  const rows = new Map<string, BilledRow>()
  for (const line of lines) {
    const key = `${line.month} ${String(line.termsVersion)}`
    const vat = tariffs.find((one) => one.termsVersion === line.termsVersion)?.tariff.vat
    rows.set(key, withLine(rows.get(key) ?? blank(line, vat ?? { kind: 'none' }), line))
  }
  return [...rows.values()]
}

const blank = ({ month, termsVersion }: StatementLine, vat: Vat): BilledRow => ({
  ...{ month, termsVersion, vat, tickets: 0, percentMinutes: 0, packagePercentMinutes: 0 },
  amount: { net: 0, vat: 0, gross: 0 },
})

const withLine = (row: BilledRow, line: StatementLine): BilledRow => ({
  ...row,
  tickets: row.tickets + 1,
  percentMinutes: row.percentMinutes + line.percentMinutes,
  packagePercentMinutes: row.packagePercentMinutes + line.percentMinutes - line.paidPercentMinutes,
  amount: addAmounts(row.amount, line.amount),
})
