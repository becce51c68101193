import { z } from 'zod'

/**
 * What the portal posts when it opens our page and the frame does not know: which OAuth server and
 * which proof of events. Sealed into the page, so that scripts cannot read or change it.
 */
export const bootSchema = z.object({
  serverEndpoint: z.string(),
  applicationToken: z.string().nullable(),
})
export type Boot = z.infer<typeof bootSchema>
