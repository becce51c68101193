import { z } from 'zod'
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
