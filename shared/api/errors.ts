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
  'internal',
])
export type ErrorCode = z.infer<typeof errorCodeSchema>

export const errorBodySchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  /** Path of the field at fault, where one is: 'persons.0.email'. */
  field: z.string().optional(),
  requestId: z.string(),
})
export type ErrorBody = z.infer<typeof errorBodySchema>
