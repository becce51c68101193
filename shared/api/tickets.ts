import { z } from 'zod'
import { businessCalendarSchema } from '../calendar/schema.ts'
import { registrationChannelSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { messageReaderSchema, messageWaySchema } from './message-ways.ts'
import { ticketRowSchema } from './ticket-row.ts'

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
  way: messageWaySchema,
  /** When the other side's portal accepted it. */
  deliveredAt: z.number().nullable(),
  /** In the order of time; the customer sees his own people only. */
  readers: z.array(messageReaderSchema),
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
      /** The way by which it was filed. */
      filedBy: registrationChannelSchema,
      /** Why the ticket needs a decision, when it does. */
      decisionReason: z.string().nullable(),
      waitingSince: z.number().nullable(),
      /** §2: no part of the service, until an objection is upheld. */
      outOfScope: z
        .object({
          since: z.number(),
          reason: z.string(),
          objection: z.object({ at: z.number(), by: z.string(), reason: z.string() }).nullable(),
        })
        .nullable(),
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
