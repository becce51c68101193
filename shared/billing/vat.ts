import { z } from 'zod'

const percent = z.number().int().min(1).max(100)

/** Whether prices have VAT: not at all, as a part of them, or on top of them. */
export const vatSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('included'), percent }),
  z.object({ kind: z.literal('onTop'), percent }),
])
export type Vat = z.infer<typeof vatSchema>

/** Integer kopecks; `net` and `vat` add up to `gross`. */
export type Amount = { net: number; vat: number; gross: number }

/**
 * Takes a price apart by its VAT, rounded to the kopeck once; a credit is the mirror of its charge.
 *
 * @param kopecks as the tariff prices them, whole
 */
export function amountOf(vat: Vat, kopecks: number): Amount {
  if (vat.kind === 'none') return { net: kopecks, vat: 0, gross: kopecks }
  // Multiplied before it is divided: whole numbers are exact, shares are not.
  const whole = vat.kind === 'included' ? 100 + vat.percent : 100
  const tax = Math.sign(kopecks) * Math.round((Math.abs(kopecks) * vat.percent) / whole) || 0
  return vat.kind === 'included'
    ? { net: kopecks - tax, vat: tax, gross: kopecks }
    : { net: kopecks, vat: tax, gross: kopecks + tax }
}

export type VatRow = ReturnType<typeof createVatRow>

/**
 * Takes the prices of a row apart, one after the other, so that they add up to the row's price taken
 * apart at once: an invoice has only that price, and portals reckon its VAT anew.
 */
export function createVatRow(vat: Vat) {
  let price = 0
  return function next(kopecks: number): Amount {
    const before = amountOf(vat, price)
    price += kopecks
    const after = amountOf(vat, price)
    return {
      net: after.net - before.net,
      vat: after.vat - before.vat,
      gross: after.gross - before.gross,
    }
  }
}
