import { z } from 'zod'
import { levelSchema } from '../sla/level.ts'
import { categorySchema } from '../ticket/form.ts'
import type { ByClass } from './split-work.ts'
import { vatSchema } from './vat.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time')

/** Hours of the night in the calendar's zone; an end at or before the start lies in the next day. */
const nightSchema = z.object({
  from: time,
  to: time,
  /** Price of such work in per cent of `hourKopecks`. */
  percent: z.number().int().min(100).max(1000),
})
export type NightHours = z.infer<typeof nightSchema>

const amount = z.number().int().positive().max(1_000_000_000_000)

/** What a month may cost before both parties are warned; null: no limit. */
const limitsSchema = z.object({
  monthlyMinutes: z.number().int().positive().max(1_000_000).nullable(),
  /** Without VAT that comes on top. */
  monthlyKopecks: amount.nullable(),
  /** Once a limit is reached, work goes on when an organisational contact has consented. */
  needsConsent: z.boolean(),
})

/**
 * Terms of a supplementary agreement (§7, §8); versioned with the contract, in force for the tickets
 * that are registered under them. Money is integer hundredths of the currency: kopecks.
 */
export const tariffSchema = z.object({
  /** Price of an hour within the calendar, without VAT that comes on top; null: not agreed yet. */
  hourKopecks: z.number().int().nonnegative().max(100_000_000).nullable(),
  /** Price of out-of-hours work in per cent of that; §7 says 200. */
  outOfHoursPercent: z.number().int().min(100).max(1000),
  /** Work outside the calendar that falls into these hours has a price of its own. */
  night: nightSchema.nullable(),
  /** §8: a ticket with any work costs at least so much. */
  minimumMinutes: z.number().int().nonnegative().max(1440),
  /** Entries are rounded up to so many minutes; null: to the nearest minute. */
  roundUpToMinutes: z.number().int().min(1).max(60).nullable(),
  /** ISO 4217, of a currency with hundredths. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'currency'),
  vat: vatSchema,
  /** Tickets of these levels or categories of service cost nothing. */
  free: z.object({ levels: z.array(levelSchema), categories: z.array(categorySchema) }),
  limits: limitsSchema,
})
export type Tariff = z.infer<typeof tariffSchema>

/** Shares of a limit, in per cent, at which both parties are warned. */
export const limitShares = [80, 100] as const
export type LimitShare = (typeof limitShares)[number]

/** §7 and §8 as they stand; the price itself is agreed for each contract. */
export const agreedTerms: Omit<Tariff, 'hourKopecks'> = {
  outOfHoursPercent: 200,
  night: null,
  minimumMinutes: 20,
  roundUpToMinutes: null,
  currency: 'RUB',
  vat: { kind: 'none' },
  free: { levels: [], categories: [] },
  limits: { monthlyMinutes: null, monthlyKopecks: null, needsConsent: false },
}

/** What a contract begins with. */
export const defaultTariff: Tariff = { ...agreedTerms, hourKopecks: null }

/** Minutes weighted by the per cent of their class: what packages and prices are reckoned in. */
export function percentMinutesOf(tariff: Tariff, minutes: ByClass): number {
  const night = minutes.night * (tariff.night?.percent ?? tariff.outOfHoursPercent)
  return minutes.single * 100 + minutes.double * tariff.outOfHoursPercent + night
}

/**
 * What weighted minutes cost, in integer kopecks: reckoned exactly and rounded once, half up. As
 * long as no price is agreed they cost nothing.
 */
export const priceOfPercentMinutes = (tariff: Tariff, percentMinutes: number): number =>
  Math.round((percentMinutes * (tariff.hourKopecks ?? 0)) / (60 * 100))

/**
 * What whole minutes cost, in integer kopecks, without VAT that comes on top.
 *
 * @param minutes whole, not negative
 */
export const priceOf = (tariff: Tariff, minutes: ByClass): number =>
  priceOfPercentMinutes(tariff, percentMinutesOf(tariff, minutes))

/** Whether tickets of this kind cost nothing. */
export function isFree(
  { free }: Pick<Tariff, 'free'>,
  ticket: { level: Tariff['free']['levels'][number]; category: string | null },
): boolean {
  return (
    free.levels.includes(ticket.level) ||
    free.categories.some((category) => category === ticket.category)
  )
}
