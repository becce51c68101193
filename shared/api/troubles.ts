import { z } from 'zod'

/**
 * What keeps us from working in a portal. `closed`: the portal takes no calls of ours, as after the
 * end of its licence or subscription; `unpaid`: it says that the app is not paid for, and works
 * still; `history`: what we keep does not agree with its checksums; `noAccess`: our access has ended until an
 * administrator opens the app; `badKeys`: those of its local app are to be entered anew; `damaged`: something
 * of ours is missing and the portal does not let us make it again; `uninstalled`: the app is gone.
 */
export const troubleSchema = z.object({
  kind: z.enum(['closed', 'unpaid', 'noAccess', 'badKeys', 'damaged', 'uninstalled', 'history']),
  /** In the portal's own words, where it had any; of a `history`, what does not agree. */
  words: z.string(),
  since: z.number(),
})
export type Trouble = z.infer<typeof troubleSchema>
export type TroubleKind = Trouble['kind']

/** GET /api/troubles: of one's own portal and, for a partner, of his customers' (administrators only). */
export const troubleListSchema = z.object({
  troubles: z.array(
    troubleSchema.extend({
      host: z.string(),
      /** Whose portal it is: null one's own. */
      customerName: z.string().nullable(),
    }),
  ),
})
export type TroubleView = z.infer<typeof troubleListSchema>['troubles'][number]
