import { z } from 'zod'
import type { CallMeaning } from '../sla/call-meaning.ts'
import { factSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { policySchema } from '../sla/policy.ts'

const instant = z.number().int().nonnegative()

/** POST /api/tickets/by-item/:itemId/calls — the partner's people; the same id twice is one call. */
export const newCallSchema = z.object({
  id: z.uuid(),
  startedAt: instant,
  /** Whom the engineer rang up: an authorised person, at the registered number. */
  personId: z.string().min(1).max(100),
  isReached: z.boolean(),
  /** Public; '' for none. With one the call is a status update too. */
  summary: z.string().trim().max(5000),
})
export type NewCall = z.infer<typeof newCallSchema>

const attemptMeaningSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('counted'),
    made: z.number(),
    limit: z.number(),
    from: z.number(),
    to: z.number(),
  }),
  z.object({
    kind: z.literal('tooEarly'),
    made: z.number(),
    limit: z.number(),
    countsFrom: z.number(),
  }),
  z.object({
    kind: z.literal('violated'),
    made: z.number(),
    afterMs: z.number().nullable(),
    level: levelSchema,
  }),
  z.object({ kind: z.literal('overtaken') }),
])

/** What the call means for the clocks (shared/sla/call-meaning.ts). */
export const callMeaningSchema = z.object({
  countsAt: z.number(),
  isLate: z.boolean(),
  reaction: z.enum(['met', 'breached']).nullable(),
  isUpdate: z.boolean(),
  attempt: attemptMeaningSchema.nullable(),
}) satisfies z.ZodType<CallMeaning>

/** Answer to a call that was logged. */
export const callLoggedSchema = z.object({ meaning: callMeaningSchema })

const callPersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  position: z.string(),
  phone: z.string(),
  /** The contact of this ticket. */
  isContact: z.boolean(),
})
export type CallPerson = z.infer<typeof callPersonSchema>

/** GET …/calls — whom to ring up, and what is needed to tell beforehand what a call would mean. */
export const callDeskSchema = z.object({
  persons: z.array(callPersonSchema),
  policy: policySchema,
  history: z.array(factSchema),
})
export type CallDesk = z.infer<typeof callDeskSchema>
