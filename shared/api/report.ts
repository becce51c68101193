import { z } from 'zod'
import { monthSchema } from '../billing/months.ts'
import { ageBuckets } from '../report/age.ts'
import { clockNameSchema } from '../report/monthly-report-shape.ts'
import { outcomeSchema } from '../report/tally.ts'
import { sideSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { stageSchema } from '../ticket/stages.ts'

const whole = z.coerce.number().int().nonnegative()

/** More months at once are no dashboard any more. */
export const mostMonths = 24

const narrowing = {
  from: monthSchema,
  to: monthSchema,
  contract: z.string().max(100).optional(),
  level: z.coerce.number().pipe(levelSchema).optional(),
  /** Who has the ticket; 0: nobody. */
  engineer: whole.optional(),
}

const monthNumber = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
const isPeriod = ({ from, to }: { from: string; to: string }) =>
  from <= to && monthNumber(to) - monthNumber(from) < mostMonths
const period = { error: 'period', path: ['to'] }

/** GET /api/report/dashboard */
export const reportQuerySchema = z.object(narrowing).refine(isPeriod, period)
export type ReportQuery = z.infer<typeof reportQuerySchema>

/**
 * GET /api/report/tickets: those behind a figure. `clocks` settled, tickets `registered` in the period
 * or `open` now; open ones are not narrowed by the period, as their figure is not.
 */
export const ticketsBehindSchema = z
  .object({
    ...narrowing,
    of: z.enum(['clocks', 'registered', 'open']),
    clock: clockNameSchema.optional(),
    /** All clocks of one party. */
    owedBy: sideSchema.optional(),
    outcome: outcomeSchema.optional(),
    /** Took longer than the first and no longer than the second. */
    overMinutes: whole.optional(),
    upToMinutes: whole.optional(),
    /** Of the week. */
    hour: whole.max(167).optional(),
    /** Column of `ageBuckets`. */
    age: whole.max(ageBuckets.length).optional(),
    /** Number of the last ticket of the page before. */
    after: whole.optional(),
  })
  .refine(isPeriod, period)
export type TicketsBehindQuery = z.infer<typeof ticketsBehindSchema>

/** Newest first. */
export const ticketsBehindPageSchema = z.object({
  total: z.number().int(),
  tickets: z.array(
    z.object({
      id: z.string(),
      number: z.number().int(),
      title: z.string(),
      customerName: z.string(),
      level: levelSchema,
      stage: stageSchema,
      itemId: z.number().nullable(),
    }),
  ),
  /** The `after` of the next page; null on the last. */
  next: z.number().int().nullable(),
})
export type TicketsBehind = z.infer<typeof ticketsBehindPageSchema>

/** GET /api/report/contracts: whose monthly reports the asking person reads. */
export const reportContractsSchema = z.object({
  contracts: z.array(
    z.object({
      id: z.string(),
      customerName: z.string(),
      /** Newest first, from the first ticket on. */
      months: z.array(monthSchema),
    }),
  ),
})
export type ReportContracts = z.infer<typeof reportContractsSchema>
