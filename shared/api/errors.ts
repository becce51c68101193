import { z } from 'zod'

/** What can go wrong, by name; the client says it in words (i18n `errors.*`). */
export const errorCodeSchema = z.enum([
  'badRequest',
  'unauthorized',
  'forbidden',
  'notFound',
  'conflict',
  /** Invitation codes: wrong, used, expired or revoked, said in one way. */
  'invitationInvalid',
  'tooManyAttempts',
  /** The portal answered with a refusal; `message` has its own words. */
  'portalRefused',
  'portalUnavailable',
  /** Work of one engineer at one time; `details`: ticket's `number`, `from` and `to` of the other. */
  'workOverlaps',
  /** §4: level 1 needs consents that the customer gave after it was lowered. */
  'consentsNeeded',
  /** A limit of the contract is used up: an organisational contact has to consent first. */
  'consentNeeded',
  /** Terms were edited by somebody else meanwhile; `details`: the newest `version`. */
  'termsChanged',
  /** The last authorised person or contact of a contract in force: another is named first. */
  'lastOfList',
  /** Somebody whom the rota still names: he is taken out of it first. */
  'onDuty',
  'internal',
])
export type ErrorCode = z.infer<typeof errorCodeSchema>

/** What the words for people are filled with. */
const detailsSchema = z.record(z.string(), z.number())
export type ErrorDetails = z.infer<typeof detailsSchema>

export const errorBodySchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  /** Path of the field at fault, where one is: 'persons.0.email'. */
  field: z.string().optional(),
  details: detailsSchema.optional(),
  requestId: z.string(),
})
export type ErrorBody = z.infer<typeof errorBodySchema>
