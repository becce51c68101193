import { z } from 'zod'
import { levelSchema } from './level.ts'

/** Up to a year of them: no promise is longer. */
const minutes = z.number().int().positive().max(525_600)

/** Which time counts: round the clock, or the open hours of the contract's business calendar. */
export const serviceWindowSchema = z.enum(['always', 'business'])
export type ServiceWindow = z.infer<typeof serviceWindowSchema>

/** Targets of one level, table 2 of the agreement. Minutes of open time in `window`, never days. */
export const levelTargetsSchema = z.object({
  reactionMinutes: minutes,
  updateMinutes: minutes,
  /** Off where absent, as by default. */
  resolutionMinutes: minutes.optional(),
  window: serviceWindowSchema,
})
export type LevelTargets = z.infer<typeof levelTargetsSchema>

/** Whom a warning or a breach reaches. */
export const recipientSchema = z.enum(['engineer', 'dutyManager'])
export type Recipient = z.infer<typeof recipientSchema>

/** At this share of the target (1 is the breach, more than 1 lies behind it) these are told. */
export const escalationStepSchema = z.object({
  share: z.number().positive().max(10),
  to: z.array(recipientSchema).min(1),
})
export type EscalationStep = z.infer<typeof escalationStepSchema>

/** Tables 1 and 2 and the rules of §4 as data of a contract; versioned with it. */
export const policySchema = z.object({
  levels: z.object({
    1: levelTargetsSchema,
    2: levelTargetsSchema,
    3: levelTargetsSchema,
    4: levelTargetsSchema,
  }),
  /** Level of a ticket that names none (made by a robot, by REST or in the CRM form). */
  defaultLevel: levelSchema,
  /** Level of a ticket filed as 1 without the consents of §4. */
  refusalLevel: levelSchema,
  /** Shares of a target at which warnings go out, ascending. */
  warnAt: z.array(z.number().positive().lt(1)),
  /** Who is told at which share; where absent, `defaultEscalation`. */
  escalation: z.array(escalationStepSchema).optional(),
  /** §4.2: wall-clock time in which the customer answers a question at level 1. */
  replyDutyMinutes: minutes,
  /** §4.1: so many unanswered attempts, this far apart, violate the duty to be reachable. */
  phoneDuty: z.object({
    attempts: z.number().int().min(1),
    minGapMinutes: z.number().int().nonnegative(),
    maxGapMinutes: minutes,
  }),
  /** Open time after which a proposed solution counts as confirmed. */
  autoCloseMinutes: minutes,
  /** Open time after closing in which the customer may reopen. */
  reopenMinutes: minutes,
  /** An open ticket's item that somebody deletes is made anew (as by default), or the ticket is closed. */
  onDeletion: z.enum(['restore', 'close']).optional(),
})
export type SlaPolicy = z.infer<typeof policySchema>

/** The engineer first, then the duty manager too. */
export const defaultEscalation: readonly EscalationStep[] = [
  { share: 0.5, to: ['engineer'] },
  { share: 0.8, to: ['engineer', 'dutyManager'] },
  { share: 1, to: ['engineer', 'dutyManager'] },
]

const hours = (count: number) => count * 60

/** The defaults that stand in for the lost pictures of tables 1 and 2. */
export const defaultPolicy: SlaPolicy = {
  levels: {
    1: { reactionMinutes: hours(1), updateMinutes: hours(2), window: 'always' },
    2: { reactionMinutes: hours(4), updateMinutes: hours(8), window: 'business' },
    3: { reactionMinutes: hours(8), updateMinutes: hours(16), window: 'business' },
    4: { reactionMinutes: hours(16), updateMinutes: hours(40), window: 'business' },
  },
  defaultLevel: 3,
  refusalLevel: 2,
  warnAt: [0.5, 0.8],
  replyDutyMinutes: hours(1),
  phoneDuty: { attempts: 2, minGapMinutes: 10, maxGapMinutes: 60 },
  autoCloseMinutes: hours(45),
  reopenMinutes: hours(90),
}
