import { z } from 'zod'
import { contractSchema, personInputSchema } from './contracts.ts'
import { plannedTermsSchema } from './terms.ts'

/** A person as a change shall make it; the portal's user is chosen by whoever asks. */
export const wantedPersonSchema = personInputSchema.extend({
  portalUserId: z.number().int().positive().nullable(),
})
export type WantedPerson = z.infer<typeof wantedPersonSchema>

const personId = z.string().min(1).max(100)

/** POST /api/persons/changes: an organisational contact asks for one change of the list (§5). */
export const personChangeInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add'), person: wantedPersonSchema }),
  z.object({ kind: z.literal('edit'), personId, person: wantedPersonSchema }),
  z.object({ kind: z.literal('remove'), personId }),
])
export type PersonChangeInput = z.infer<typeof personChangeInputSchema>

/** `asked` waits for the partner. `withdrawn` by the contact who asked, or another one. */
export const personChangeStateSchema = z.enum(['asked', 'confirmed', 'refused', 'withdrawn'])
export type PersonChangeState = z.infer<typeof personChangeStateSchema>

/** Who asked for what and what became of it, with the person before and after. */
export const personChangeSchema = z.object({
  id: z.string(),
  kind: z.enum(['add', 'edit', 'remove']),
  personId: z.string(),
  before: wantedPersonSchema.nullable(),
  after: wantedPersonSchema.nullable(),
  state: personChangeStateSchema,
  askedAt: z.number(),
  askedBy: z.string(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  /** The partner's words to a refusal. */
  reason: z.string(),
})
export type PersonChange = z.infer<typeof personChangeSchema>

/** GET /api/persons: the customer's own contract, and what has been asked for, newest first. */
export const personsViewSchema = z.object({
  contract: contractSchema,
  changes: z.array(personChangeSchema),
  /** Versions of the terms that are still to come, the next one first. */
  planned: z.array(plannedTermsSchema),
  /** The asking user is an organisational contact. */
  mayAsk: z.boolean(),
})
export type PersonsView = z.infer<typeof personsViewSchema>

/** GET /api/contracts/:id/changes, for the partner. */
export const personChangesSchema = z.object({ changes: z.array(personChangeSchema) })

/** POST /api/contracts/:id/changes/:changeId: the partner decides; a refusal says why. */
export const personDecisionSchema = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('confirm') }),
  z.object({
    decision: z.literal('refuse'),
    reason: z.string().trim().min(1, 'required').max(1000),
  }),
])
export type PersonDecision = z.infer<typeof personDecisionSchema>
