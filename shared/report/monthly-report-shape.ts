import { z } from 'zod'
import { monthSchema } from '../billing/months.ts'
import { statementTotalsSchema } from '../billing/statement-shape.ts'
import { sideSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { agesSchema } from './age.ts'
import { distributionSchema } from './distribution.ts'
import { tallySchema } from './tally.ts'

const whole = z.number().int()
const instant = whole
const text = z.string()

export const clockNameSchema = z.enum([
  'reaction',
  'statusUpdate',
  'resolution',
  'replyDuty',
  'phoneDuty',
])

/** A stretch of a clock's life, counted or not, with the reason («почему», `explain`). */
const whyPartSchema = z.object({
  kind: z.enum(['counted', 'closed', 'paused', 'levelChange']),
  from: instant,
  to: instant,
  countedMs: whole,
  /** Used time up to and with this part. */
  sumMs: whole,
  /** Of closed hours: `ClosedReason`; of a pause: `PauseReason`. */
  reason: text.nullable(),
  /** Of a holiday or an exception, where it has a name. */
  name: z.object({ ru: text, en: text }).nullable(),
  /** 'YYYY-MM-DD', the date from which a day off was moved. */
  movedFrom: text.nullable(),
})

const ticketSchema = z.object({ ticketId: text, number: whole, title: text })

/** A promise of the partner's or a duty of the customer's that was not kept in the month. */
export const reportBreachSchema = ticketSchema.extend({
  clock: clockNameSchema,
  owedBy: sideSchema,
  level: levelSchema,
  startedAt: instant,
  /** null: the duty to be reachable counts attempts and has no due. */
  dueAt: instant.nullable(),
  /** The first instant at which it was not kept any more. */
  breachedAt: instant,
  /** null: it still goes on. */
  endedAt: instant.nullable(),
  targetMs: whole,
  usedMs: whole,
  calendarVersion: text.nullable(),
  why: z.array(whyPartSchema),
})
export type ReportBreach = z.infer<typeof reportBreachSchema>

/** What a lowered level rests on: the question, its delivery, the calls in vain. */
const evidenceSchema = z.object({
  kind: z.enum(['question', 'delivery', 'call']),
  at: instant,
  author: text.nullable(),
  person: text.nullable(),
  phone: text.nullable(),
})

/** §4.3: a level that was lowered in the month because a duty was violated. */
export const reportDowngradeSchema = ticketSchema.extend({
  at: instant,
  from: levelSchema,
  to: levelSchema,
  duty: z.enum(['replyDuty', 'phoneDuty']),
  /** Without «§». */
  clause: text,
  evidence: z.array(evidenceSchema),
})
export type ReportDowngrade = z.infer<typeof reportDowngradeSchema>

export const complianceRowSchema = tallySchema.extend({
  clock: clockNameSchema,
  owedBy: sideSchema,
  level: levelSchema,
})
export type ComplianceRow = z.infer<typeof complianceRowSchema>

/**
 * A contract's month in figures, for screen and documents alike. What each figure counts is in
 * shared/README.md, «Reports».
 */
export const monthlyReportSchema = z.object({
  contractId: text,
  customerName: text,
  month: monthSchema,
  zone: text,
  from: instant,
  until: instant,
  /** The state that is reported: the end of the month, or the present within it. */
  asOf: instant,
  isMonthOver: z.boolean(),
  tickets: z.object({
    /** In the month. */
    registered: whole,
    /** By level of now, 1 to 4. */
    registeredByLevel: z.array(z.object({ level: levelSchema, count: whole })),
    /** At `asOf`. */
    open: whole,
    openByAge: agesSchema,
  }),
  /** By clock, then by level; rows of nothing are left out. */
  compliance: z.array(complianceRowSchema),
  /** Of what was settled in the month and has ended. */
  times: z.object({ reaction: distributionSchema, statusUpdate: distributionSchema }),
  /** In order of time. */
  breaches: z.array(reportBreachSchema),
  downgrades: z.array(reportDowngradeSchema),
  /** null: no work was entered. */
  work: z
    .object({
      currency: text,
      /** No price is agreed, so that amounts say nothing. */
      lacksPrice: z.boolean(),
      totals: statementTotalsSchema,
    })
    .nullable(),
})
export type MonthlyReport = z.infer<typeof monthlyReportSchema>
