import { z } from 'zod'
import { levelSchema } from '../sla/level.ts'
import { monthSchema } from './months.ts'
import { packageSchema } from './packages.ts'
import { tariffSchema } from './tariff.ts'

const whole = z.number().int()
const instant = whole.nonnegative()
const byClassSchema = z.object({ single: whole, double: whole, night: whole })

/** Net and VAT add up to gross; kopecks, and negative for a credit. */
const amountSchema = z.object({ net: whole, vat: whole, gross: whole })

const saidSchema = z.object({ at: instant, by: z.string(), reason: z.string() })

/** What one entry of the work log has in the line's month. */
export const statedEntrySchema = z.object({
  id: z.string(),
  /** Of the entry, when it was stated: a later correction has a higher one. */
  revision: whole,
  from: instant,
  to: instant,
  engineer: z.string(),
  what: z.string(),
  onlyOutOfHours: z.boolean(),
  minutes: byClassSchema,
  objection: saidSchema.extend({ answer: saidSchema.nullable() }).nullable(),
})
export type StatedEntry = z.infer<typeof statedEntrySchema>

/**
 * One ticket in one month. In the statement of a later month than its own it is a correction: the
 * difference to what has been stated for that month, which may be negative.
 */
export const statementLineSchema = z.object({
  ticketId: z.string(),
  number: whole,
  title: z.string(),
  level: levelSchema,
  category: z.string().nullable(),
  month: monthSchema,
  termsVersion: whole,
  /** The ticket's level or category costs nothing by its tariff. */
  isFree: z.boolean(),
  worked: byClassSchema,
  /** §8: minutes added to reach the ticket's minimum. */
  added: byClassSchema,
  /** Minutes times the per cent of their class: 6000 is one hour of the single tariff. */
  percentMinutes: whole,
  packages: z.array(z.object({ packageId: z.string(), percentMinutes: whole })),
  /** What no package covered, and its price. */
  paidPercentMinutes: whole,
  amount: amountSchema,
  /** Of a correction: those that are new or have changed. */
  entries: z.array(statedEntrySchema),
})
export type StatementLine = z.infer<typeof statementLineSchema>

export const statementTotalsSchema = z.object({
  tickets: whole,
  entries: whole,
  worked: byClassSchema,
  added: byClassSchema,
  percentMinutes: whole,
  packagePercentMinutes: whole,
  amount: amountSchema,
  /** Objections that nobody has answered. */
  openObjections: whole,
})

/** A contract's month in figures: from this come screen, documents and invoice. */
export const statementSchema = z.object({
  month: monthSchema,
  zone: z.string(),
  from: instant,
  until: instant,
  currency: z.string(),
  /** The tariffs of the lines' tickets. */
  tariffs: z.array(z.object({ termsVersion: whole, tariff: tariffSchema })),
  /** Something would have cost money, had a price been agreed. */
  lacksPrice: z.boolean(),
  /** By month, then by number: corrections of earlier months first. */
  lines: z.array(statementLineSchema),
  packages: z.array(
    packageSchema.extend({
      /** In per-cent minutes: before this statement, by it, and what is left. */
      leftBefore: whole,
      used: whole,
      left: whole,
    }),
  ),
  totals: statementTotalsSchema,
})
export type Statement = z.infer<typeof statementSchema>

/** Whether a line corrects what was stated for an earlier month. */
export const isCorrection = (statement: Pick<Statement, 'month'>, line: StatementLine): boolean =>
  line.month < statement.month
