import { z } from 'zod'
import type { SlaClock } from '../sla/clock.ts'
import { sideSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { stageSchema } from '../ticket/stages.ts'

const clockWindow = z.enum(['always', 'business'])
const pauseReason = z.enum(['waiting', 'outOfScope'])

/** A clock as computed by the engine (shared/sla/clock.ts); the client derives its state from `now`. */
export const slaClockSchema = z.object({
  name: z.enum(['reaction', 'statusUpdate', 'resolution', 'replyDuty', 'phoneDuty']),
  owedBy: sideSchema,
  interval: z.number(),
  startedBy: z.string(),
  level: levelSchema,
  window: clockWindow,
  targetMs: z.number(),
  startedAt: z.number(),
  dueAt: z.number().nullable(),
  breachesAt: z.number().nullable(),
  warnings: z.array(z.object({ share: z.number(), at: z.number(), rearmed: z.number() })),
  stoppedAt: z.number().exactOptional(),
  pausedAt: z.number().exactOptional(),
  pauseReason: pauseReason.exactOptional(),
  remainingMs: z.number().exactOptional(),
  notNeeded: z.literal(true).exactOptional(),
  violatedAt: z.number().exactOptional(),
  attempts: z
    .object({ made: z.number(), limit: z.number(), lastAt: z.number().exactOptional() })
    .exactOptional(),
  counted: z.object({ from: z.number(), usedMs: z.number() }),
  pauses: z.array(z.object({ from: z.number(), to: z.number().nullable(), reason: pauseReason })),
  provisional: z.literal(true).exactOptional(),
}) satisfies z.ZodType<SlaClock>

/** A ticket in a list. */
export const ticketRowSchema = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  level: levelSchema,
  stage: stageSchema,
  customerName: z.string(),
  registeredAt: z.number(),
  /** The item of the portal that asks. */
  itemId: z.number().nullable(),
  clocks: z.array(slaClockSchema),
  /** Until the next due, when it is asked for; null where working time is no other than the wall clock's. */
  workingLeftMs: z.number().nullable(),
  /** Who of the partner has taken it; null also in the customer's portal. */
  assignee: z.object({ id: z.number().int(), name: z.string() }).nullable(),
})
export type TicketRow = z.infer<typeof ticketRowSchema>
