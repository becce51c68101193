import { z } from 'zod'
import { ticketFormSchema } from '../ticket/form.ts'
import { contractSchema } from './contracts.ts'

/**
 * Why a person may not file: no contract; it does not hold yet, or no longer; the licence of the
 * portal (§1) has run out; the person is not on the list of §5.
 */
export const filingRefusalSchema = z.enum([
  'unlinked',
  'notStarted',
  'ended',
  'licenceEnded',
  'unlisted',
])
export type FilingRefusal = z.infer<typeof filingRefusalSchema>

/** GET /api/filing: whether the asking person may file, and under which contract. */
export const filingRightSchema = z.object({
  contract: contractSchema.nullable(),
  /** The asking user's own entry; null: not on the list. */
  personId: z.string().nullable(),
  /** Per-cent minutes that are left of packages in force; null: there are none. */
  prepaid: z.number().int().nullable(),
  /** null: may file. */
  refusal: filingRefusalSchema.nullable(),
})
export type FilingRight = z.infer<typeof filingRightSchema>

/**
 * POST /api/filing: files for a person whom the portal does not let make items. The same
 * `filingId`, which becomes the item's xmlId, files once however often it is sent.
 */
export const filingSchema = z.object({ filingId: z.uuid(), form: ticketFormSchema })
export type Filing = z.infer<typeof filingSchema>
export const filedSchema = z.object({ itemId: z.number().int().positive() })
