import { z } from 'zod'
import { businessCalendarSchema } from '../calendar/schema.ts'
import type { SlaClock } from '../sla/clock.ts'
import { sideSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { stageSchema } from '../ticket/stages.ts'
import { contractSchema } from './contracts.ts'

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
  attempts: z.object({ made: z.number(), limit: z.number() }).exactOptional(),
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
})
export type TicketRow = z.infer<typeof ticketRowSchema>

/** How the ticket came to its level (shared/sla/ticket-clocks.ts). */
export const levelChangeSchema = z.object({
  at: z.number(),
  from: levelSchema,
  to: levelSchema,
  reason: z.enum(['decision', 'consentsRefused', 'replyDuty', 'phoneDuty']),
  clause: z.string().exactOptional(),
  /** The reason that a person gave. */
  note: z.string().exactOptional(),
})
export type LevelHistory = z.infer<typeof levelChangeSchema>

/** A public message of the conversation. */
export const messageSchema = z.object({
  id: z.string(),
  by: z.enum(['customer', 'partner', 'robot', 'system']),
  author: z.string(),
  text: z.string(),
  asks: z.boolean(),
  at: z.number(),
  /** When the other side's portal accepted it; shown when it differs by more than a minute. */
  deliveredAt: z.number().nullable(),
  fileNames: z.array(z.string()),
})
export type Message = z.infer<typeof messageSchema>

/**
 * GET /api/tickets/by-item/:itemId — the ticket behind an item of the asking portal.
 * `null` ticket: the item is not registered (yet).
 */
export const ticketViewSchema = z.object({
  ticket: ticketRowSchema
    .extend({
      messages: z.array(messageSchema),
      description: z.string(),
      /** Why the ticket needs a decision, when it does. */
      decisionReason: z.string().nullable(),
      waitingSince: z.number().nullable(),
      publicMark: z.string(),
      levelChanges: z.array(levelChangeSchema),
      /** When a proposed solution counts as confirmed; null: none is proposed. */
      confirmedAt: z.number().nullable(),
      /** The last instant at which the customer may reopen; null: the ticket is open. */
      reopenUntil: z.number().nullable(),
      /** Of the terms by which the ticket is reckoned. */
      termsVersion: z.number(),
      /** In whose hours the ticket's clocks count. */
      calendar: businessCalendarSchema,
    })
    .nullable(),
})
export type TicketView = NonNullable<z.infer<typeof ticketViewSchema>['ticket']>

/** GET /api/tickets/by-number/:number — where a ticket is in the asking portal. */
export const ticketPlaceSchema = z.object({ itemId: z.number().nullable() })

/** POST /api/tickets/hint: the tab made or touched an item; answered once it is durable. */
export const ticketHintSchema = z.object({ itemId: z.number().int().positive() })

/** GET /api/agreement: the contract in force for the asking customer's portal, and who asks. */
export const agreementSchema = z.object({
  contract: contractSchema,
  /** The asking user's own entry; null: not on the list, may not file. */
  personId: z.string().nullable(),
  mayFile: z.boolean(),
})
export type Agreement = z.infer<typeof agreementSchema>
