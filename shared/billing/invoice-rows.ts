import { billedRows, type BilledRow } from './billed-rows.ts'
import type { Month } from './months.ts'
import { addAmounts } from './stated.ts'
import type { Statement } from './statement-shape.ts'

/** One row of an invoice. Its price has VAT in it, so that no portal rounds the sum anew. */
export type InvoiceRow = { months: Month[]; gross: number; vatPercent: number | null }

/**
 * A statement's work in rows that add up to what is to be paid, to the kopeck. Credits are taken off
 * the other rows, because an invoice has no negative price.
 *
 * @returns nothing when there is nothing to be paid
 */
export function invoiceRows(statement: Statement): InvoiceRow[] {
  const { amount } = statement.totals
  if (amount.gross <= 0) return []
  const rows = billedRows(statement)
    .filter((row) => row.amount.gross !== 0)
    .map((row): Row => ({ vat: row.vat, amount: row.amount, months: [row.month] }))
  return (rows.some((row) => row.amount.gross < 0) ? [merged(rows)] : rows).map((row) => ({
    months: row.months,
    gross: row.amount.gross,
    vatPercent: percentOf(row),
  }))
}

type Row = Pick<BilledRow, 'vat' | 'amount'> & { months: Month[] }

function merged(rows: readonly Row[]): Row {
  return {
    months: [...new Set(rows.flatMap(({ months }) => months))],
    // Of the newest month, should they differ.
    vat: rows.at(-1)?.vat ?? { kind: 'none' },
    amount: rows.map((row) => row.amount).reduce((a, b) => addAmounts(a, b)),
  }
}

const percentOf = ({ vat }: Row): number | null => (vat.kind === 'none' ? null : vat.percent)
