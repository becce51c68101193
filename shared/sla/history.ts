import { z } from 'zod'
import { stageSchema } from '../ticket/stages.ts'
import { levelSchema } from './level.ts'

/** The two parties of the agreement. */
export const sideSchema = z.enum(['customer', 'partner'])
export type Side = z.infer<typeof sideSchema>

/** Ways besides the portals' cards: by mail, and on the rescue page. */
export const outsideChannelSchema = z.enum(['mail', 'rescue'])
export type OutsideChannel = z.infer<typeof outsideChannelSchema>

/** Ways by which tickets are filed. */
export const registrationChannelSchema = z.enum(['portal', 'mail', 'rescue', 'robot'])
export type RegistrationChannel = z.infer<typeof registrationChannelSchema>

const instant = z.number().int()

const base = {
  /** Where the fact comes from, unique within the ticket: 'customer:comment:17'. Orders facts of one instant. */
  id: z.string().min(1),
  /** When it happened, by the portal's own record (product.md, «Times»). */
  at: instant,
  /** When our server learned of it. */
  recordedAt: instant,
  /** The record's time lay outside what could be true and was held to its bound. */
  held: z.literal(true).optional(),
}

const saying = { reason: z.string(), author: z.string() }

/**
 * What happened to a ticket. Append-only; everything shown is computed from these.
 * Internal notes, assignments and automatic texts are not facts.
 */
export const factSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('registered'),
    level: levelSchema,
    /** Both duties of §4 were accepted at filing. Counts at level 1 only. */
    consents: z.boolean(),
    channel: registrationChannelSchema,
  }),
  /** Unauthorised or uncovered: clocks run, nothing is enforced or announced until `accepted`. */
  z.object({ ...base, kind: z.literal('decisionNeeded'), reason: z.string() }),
  z.object({ ...base, kind: z.literal('accepted') }),
  /** A public message, by whoever wrote it. */
  z.object({
    ...base,
    kind: z.literal('message'),
    by: z.enum(['customer', 'partner', 'robot']),
    /** Written by a person who is authorised (customer) or works for the partner. */
    author: z.string(),
    /** «жду ответа». */
    asks: z.boolean(),
    /** Absent: a card in a portal. */
    channel: outsideChannelSchema.optional(),
  }),
  /** The message (id of its fact) reached a channel that the other side can read. */
  z.object({
    ...base,
    kind: z.literal('delivered'),
    messageId: z.string(),
    /** Absent: the card in the other side's portal. */
    channel: outsideChannelSchema.optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('call'),
    /** A named authorised person was reached. */
    reached: z.boolean(),
    hasPublicSummary: z.boolean(),
    /** When it was entered; telephony's own records have the same value as `at`. */
    enteredAt: instant,
    author: z.string(),
    /** Whom the engineer rang up, and the registered number; a robot may name nobody. */
    person: z.string().exactOptional(),
    phone: z.string().exactOptional(),
  }),
  z.object({
    ...base,
    kind: z.literal('levelChanged'),
    level: levelSchema,
    reason: z.string(),
    /** New consents of the customer, needed to raise to 1. */
    consents: z.boolean(),
    /** Absent where it was changed in the portal's card. */
    author: z.string().exactOptional(),
  }),
  /** The ticket's stage, as the side that moved it recorded it. */
  z.object({ ...base, kind: z.literal('stage'), stage: stageSchema, by: sideSchema }),
  /** §2: marked as not part of the service. */
  z.object({
    ...base,
    kind: z.literal('outOfScope'),
    reason: z.string(),
    author: z.string().exactOptional(),
  }),
  /** An authorised person of the customer does not agree; it stops nothing until it is answered. */
  z.object({ ...base, kind: z.literal('objected'), ...saying }),
  z.object({
    ...base,
    kind: z.literal('objectionUpheld'),
    reason: z.string().exactOptional(),
    author: z.string().exactOptional(),
  }),
  z.object({ ...base, kind: z.literal('objectionDeclined'), ...saying }),
])
export type Fact = z.infer<typeof factSchema>
export type FactKind = Fact['kind']
