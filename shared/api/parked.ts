import { z } from 'zod'
import { refusalSchema } from '../mail-text/refusal.ts'
import { sideSchema } from '../sla/history.ts'

/** One effect that a portal has refused for good. */
export const parkedEffectSchema = z.object({
  id: z.number(),
  /** Of the ticket; null: it is about none. */
  number: z.number().nullable(),
  /** Of the contract that it is about where it is about no ticket. */
  customerName: z.string().nullable(),
  /** Where it was to go. */
  side: sideSchema,
  host: z.string(),
  what: z.enum([
    'item',
    'comment',
    'mirror',
    'files',
    'notify',
    'trigger',
    'card',
    'invoice',
    'robotResult',
    'roots',
  ]),
  /** The beginning of the text that was to arrive, where there is one. */
  text: z.string().nullable(),
  /** In the portal's own words. */
  reason: z.string(),
  at: z.number(),
})
export type ParkedEffect = z.infer<typeof parkedEffectSchema>

/** GET /api/parked and POST /api/parked/:id/retry, which answers with what is left (partner's administrators). */
export const parkedListSchema = z.object({ parked: z.array(parkedEffectSchema) })

/** A mail to a person that a mail server has refused for good, or put off until we gave up. */
export const parkedMailSchema = z.object({
  id: z.number(),
  /** Of the ticket that it is about; null: about none. */
  number: z.number().nullable(),
  to: z.string(),
  /** Whose address that is. */
  reader: z.string(),
  subject: z.string(),
  why: refusalSchema,
  /** The server's own. */
  words: z.string(),
  at: z.number(),
})
export type ParkedMail = z.infer<typeof parkedMailSchema>

/** GET /api/mails/parked and POST /api/mails/parked/:id/retry, which answers with what is left (partner's managers). */
export const parkedMailListSchema = z.object({ mails: z.array(parkedMailSchema) })
