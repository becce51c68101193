import { z } from 'zod'
import { levelSchema } from '../sla/level.ts'
import { stageSchema } from '../ticket/stages.ts'
import { ticketFormSchema } from '../ticket/form.ts'

/** POST /rescue/api/link: the answer is the same for every address. */
export const rescueLinkRequestSchema = z.object({
  email: z.string().trim().max(200).pipe(z.email('email')),
})

/** POST /rescue/api/open: the one-time link is used up; the answer sets a cookie. */
export const rescueOpenSchema = z.object({ token: z.string().regex(/^[\w-]{43}$/) })

/** POST /rescue/api/tickets: the same `id` files once; it becomes the ticket's. */
export const rescueFilingSchema = z.object({
  id: z.uuid(),
  contractId: z.string().min(1).max(100),
  form: ticketFormSchema,
})

/** POST /rescue/api/tickets/:id/messages: the same `id` is one message. */
export const rescueMessageSchema = z.object({
  id: z.uuid(),
  text: z.string().trim().min(1, 'required').max(20_000),
  files: ticketFormSchema.shape.files,
  /** What the person says of a proposed solution. */
  verdict: z.enum(['confirm', 'reject']).nullable(),
})

/** How filing now would be answered, by level. */
export const rescueOfferSchema = z.object({
  level: levelSchema,
  reactionDueAt: z.number(),
})

const rescueContractSchema = z.object({
  id: z.string(),
  customerName: z.string(),
  /** Of level 1 without both consents (§4). */
  refusalLevel: levelSchema,
  offers: z.array(rescueOfferSchema),
  /** Work now costs the double tariff (§7) until then; null: it does not. */
  outOfHoursUntil: z.number().nullable(),
})

/** Free text that the person has sent by mail; filing under its `id` takes along the files of that mail. */
const rescueDraftSchema = z.object({
  id: z.string(),
  contractId: z.string(),
  title: z.string(),
  text: z.string(),
  fileNames: z.array(z.string()),
  at: z.number(),
})
export type RescueDraft = z.infer<typeof rescueDraftSchema>

const rescueRowSchema = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  level: levelSchema,
  stage: stageSchema,
  registeredAt: z.number(),
})
export type RescueRow = z.infer<typeof rescueRowSchema>

/** GET /rescue/api/state; `desk` is null for somebody who has not come in. */
export const rescueStateSchema = z.object({
  /** Without mail nobody can be sent a link. */
  isMailOn: z.boolean(),
  desk: z
    .object({
      person: z.object({ name: z.string(), email: z.string(), phone: z.string() }),
      contracts: z.array(rescueContractSchema),
      drafts: z.array(rescueDraftSchema),
      tickets: z.array(rescueRowSchema),
    })
    .nullable(),
})
export type RescueState = z.infer<typeof rescueStateSchema>
export type RescueDesk = NonNullable<RescueState['desk']>

/** GET /rescue/api/tickets/:id */
export const rescueTicketSchema = rescueRowSchema.extend({
  description: z.string(),
  reactionDueAt: z.number().nullable(),
  decisionReason: z.string().nullable(),
  mayJudge: z.boolean(),
  messages: z.array(
    z.object({
      id: z.string(),
      by: z.enum(['customer', 'partner']),
      author: z.string(),
      text: z.string(),
      asks: z.boolean(),
      at: z.number(),
      fileNames: z.array(z.string()),
    }),
  ),
})
export type RescueTicket = z.infer<typeof rescueTicketSchema>
