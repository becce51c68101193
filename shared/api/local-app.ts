import { z } from 'zod'

/** The keys of a local app, as its portal's administrator copies them from «Разработчикам». */
const key = z.string().trim().min(1, 'required').max(200)

const tokenSchema = z.object({ token: z.string().regex(/^[\w-]{43}$/) })

/** POST /rescue/api/local-app/look: whether the link is good; changes nothing. */
export const localAppLookSchema = tokenSchema

/** Where the local app has to lead; shown to whoever makes it. */
export const localAppOfferSchema = z.object({
  customerName: z.string(),
  partnerHost: z.string(),
  handlerUrl: z.string(),
})
export type LocalAppOffer = z.infer<typeof localAppOfferSchema>

/** POST /rescue/api/local-app: the link is used up. */
export const localAppKeysSchema = tokenSchema.extend({ clientId: key, clientSecret: key })
export type LocalAppKeys = z.infer<typeof localAppKeysSchema>

/**
 * GET /api/local-apps/:contractId: none is wanted; a link waits; keys are there; a portal has proven
 * them, and they are its own. They are to be entered anew when the portal lets nobody in with them any
 * more, or when we cannot read them.
 */
export const localAppViewSchema = z.object({
  state: z.enum(['none', 'offered', 'entered', 'bound', 'refused', 'unreadable']),
  /** Until when the link is good. */
  expiresAt: z.number().nullable(),
  clientId: z.string().nullable(),
  host: z.string().nullable(),
})
export type LocalAppView = z.infer<typeof localAppViewSchema>

/** POST /api/local-apps/:contractId: shown once, kept as a hash. */
export const localAppLinkSchema = z.object({ url: z.string(), app: localAppViewSchema })
export type LocalAppLink = z.infer<typeof localAppLinkSchema>
