import { z } from 'zod'
import { tariffSchema } from '../billing/tariff.ts'

const id = z.string().min(1).max(100)

/** POST /api/basket and /api/basket/:id: the words of one question. */
export const questionInputSchema = z.object({
  text: z.string().trim().min(1, 'required').max(4000),
})

/** A question that waits in the basket (§8, «накопить вопросы»). */
export const questionSchema = z.object({
  id,
  text: z.string(),
  author: z.string(),
  askedAt: z.number(),
  /** The asking user wrote it or may send the basket, and so may change it. */
  mayChange: z.boolean(),
})
export type Question = z.infer<typeof questionSchema>

/** GET /api/basket: what has collected, in the order in which it will be sent. */
export const basketSchema = z.object({
  questions: z.array(questionSchema),
  /** The asking user is authorised: orders the questions and sends them. */
  maySend: z.boolean(),
  /** In force now: what a ticket with any work costs at least (§8), in minutes and in money. */
  tariff: tariffSchema,
})
export type Basket = z.infer<typeof basketSchema>

/** POST /api/basket/order: all waiting questions, as they shall stand. */
export const questionOrderSchema = z.object({ ids: z.array(id).min(1).max(200) })

/**
 * POST /api/basket/filing: these questions will go with the ticket whose item gets `filingId` as its
 * xmlId. They stay in the basket until it is registered.
 */
export const basketFilingSchema = z.object({
  filingId: z.uuid(),
  ids: z.array(id).min(1).max(200),
})

/** A question of a ticket, ticked when it has been answered. */
export const ticketQuestionSchema = z.object({
  id,
  text: z.string(),
  author: z.string(),
  answeredAt: z.number().nullable(),
  answeredBy: z.string().nullable(),
})
export type TicketQuestion = z.infer<typeof ticketQuestionSchema>

/** GET /api/tickets/by-item/:itemId/questions */
export const ticketQuestionsSchema = z.object({ questions: z.array(ticketQuestionSchema) })

/** POST /api/tickets/by-item/:itemId/questions/:id */
export const answeredSchema = z.object({ isAnswered: z.boolean() })
