import { z } from 'zod'
import type { ByClass } from './split-work.ts'

/** Terms of a supplementary agreement (§7, §8); versioned with the contract. */
export const tariffSchema = z.object({
  /** Price of an hour within the calendar, in kopecks. */
  hourKopecks: z.number().int().nonnegative().max(100_000_000),
  /** Price of out-of-hours work in per cent of that; §7 says 200. */
  outOfHoursPercent: z.number().int().min(100).max(1000),
  /** §8: a ticket with any work costs at least so much. */
  minimumMinutes: z.number().int().nonnegative().max(1440),
})
export type Tariff = z.infer<typeof tariffSchema>

/** §7 and §8 as they stand; the price itself is agreed for each contract. */
export const agreedTerms = { outOfHoursPercent: 200, minimumMinutes: 20 } as const

/**
 * What whole minutes cost, in integer kopecks: reckoned exactly and rounded once, half up.
 *
 * @param minutes whole, not negative
 */
export function priceOf(tariff: Tariff, minutes: ByClass): number {
  const percentMinutes = minutes.single * 100 + minutes.double * tariff.outOfHoursPercent
  return Math.round((percentMinutes * tariff.hourKopecks) / (60 * 100))
}
