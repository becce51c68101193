import { z } from 'zod'
import { factSchema } from '../sla/history.ts'
import { levelSchema } from '../sla/level.ts'
import { serviceWindowSchema } from '../sla/policy.ts'
import { contractLifeSchema } from './contract-life.ts'
import { personSchema } from './contracts.ts'

const reason = z.string().trim().min(1, 'required').max(2000)

/** POST …/level — engineers change the level with a reason; 1 only after new consents (§4). */
export const levelDecisionSchema = z.object({ level: levelSchema, reason })
export type LevelDecision = z.infer<typeof levelDecisionSchema>

/** POST …/scope — out of scope (§2); and POST …/objection, by an authorised person of the customer. */
export const deskReasonSchema = z.object({ reason })

/** POST …/objection/answer — of the partner; upheld, the clocks run on. */
export const objectionAnswerSchema = z.object({ isUpheld: z.boolean(), reason })
export type ObjectionAnswer = z.infer<typeof objectionAnswerSchema>

/** GET …/context — what lies beside the conversation, for the partner's people. */
export const ticketContextSchema = z.object({
  customerName: z.string(),
  /** Now, whatever held when the ticket was filed. */
  life: contractLifeSchema,
  /** Of the terms by which the ticket is reckoned. */
  termsVersion: z.number(),
  termsFrom: z.number(),
  /** In which time the clocks of the ticket's level count. */
  window: serviceWindowSchema,
  persons: z.array(personSchema.omit({ portalUserId: true })),
  /** As the ticket names it; the person of the registry whom that is. */
  contact: z.object({
    name: z.string(),
    phone: z.string(),
    email: z.string(),
    personId: z.string().nullable(),
  }),
  environment: z.string(),
  recentChanges: z.string(),
  /** Addresses of the customer's Bitrix24 that the ticket names, or what else was written there. */
  links: z.string(),
  /** Who may take the consents of level 1 for given: both were given anew (§4). */
  hasFreshConsents: z.boolean(),
})
export type TicketContext = z.infer<typeof ticketContextSchema>

const factKinds = factSchema.options.map((option) => option.shape.kind.value)

/** GET …/facts — the history, newest first. */
export const factsQuerySchema = z.object({
  /** Only older ones. */
  before: z.coerce.number().int().positive().optional(),
  kind: z.enum(factKinds).optional(),
})
export type FactsQuery = z.infer<typeof factsQuerySchema>

export const factsPageSchema = z.object({
  facts: z.array(z.object({ seq: z.number(), fact: factSchema, hash: z.string() })),
  /** `before` of the next page; null: there is none. */
  next: z.number().nullable(),
  /** Kinds that occur in the whole history. */
  kinds: z.array(z.enum(factKinds)),
  total: z.number(),
})
export type FactsPage = z.infer<typeof factsPageSchema>

/** A text to insert: the contract's, or one's own. */
export const replyTemplateSchema = z.object({
  id: z.string(),
  isPersonal: z.boolean(),
  title: z.string(),
  text: z.string(),
})
export type ReplyTemplate = z.infer<typeof replyTemplateSchema>

/** GET …/templates; POST …/templates puts one, POST …/templates/:id/removal takes it away. */
export const replyTemplatesSchema = z.object({
  templates: z.array(replyTemplateSchema),
  /** The contract's are the administrators'. */
  mayShare: z.boolean(),
})
export type ReplyTemplates = z.infer<typeof replyTemplatesSchema>

export const newReplyTemplateSchema = z.object({
  id: z.uuid(),
  isPersonal: z.boolean(),
  title: z.string().trim().min(1, 'required').max(100),
  text: z.string().trim().min(1, 'required').max(5000),
})
export type NewReplyTemplate = z.infer<typeof newReplyTemplateSchema>
