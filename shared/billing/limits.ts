import { type LimitShare, limitShares, type Tariff } from './tariff.ts'

/** What a month has come to: billed minutes, and money without VAT that comes on top. */
export type MonthUse = { minutes: number; kopecks: number }

/**
 * How much of the tighter limit is used, in whole per cent, rounded down so that 100 means used up.
 *
 * @returns null when there is no limit
 */
export function usedPercent(limits: Tariff['limits'], use: MonthUse): number | null {
  const shares = [
    ...(limits.monthlyMinutes === null ? [] : [(100 * use.minutes) / limits.monthlyMinutes]),
    ...(limits.monthlyKopecks === null ? [] : [(100 * use.kopecks) / limits.monthlyKopecks]),
  ]
  return shares.length === 0 ? null : Math.floor(Math.max(...shares))
}

/** The shares of which both parties are told by now. */
export const reachedShares = (percent: number): LimitShare[] =>
  limitShares.filter((share) => percent >= share)
