import { z } from 'zod'
import { quietHoursSchema } from '../on-call/quiet-hours.ts'
import { dutyPersonSchema, rotaSchema } from '../on-call/rota.ts'

/** How a partner's people are reached: kept per portal, changed by its duty managers. */
export const onCallSettingsSchema = rotaSchema.extend({
  /** Who is told when a step says «duty manager»; null: whoever is one by his role. */
  manager: dutyPersonSchema.nullable(),
  /** Nothing but level 1 is told within them. */
  quiet: quietHoursSchema.nullable(),
})
export type OnCallSettings = z.infer<typeof onCallSettingsSchema>

/** GET /api/on-call */
export const onCallSchema = z.object({
  settings: onCallSettingsSchema,
  /** Grows with each change; 0 before the first. */
  revision: z.number().int().nonnegative(),
  mayEdit: z.boolean(),
})
export type OnCall = z.infer<typeof onCallSchema>

/** POST /api/on-call: refused with `conflict` when somebody has changed them since `revision`. */
export const onCallChangeSchema = onCallSchema.pick({ settings: true, revision: true })
export type OnCallChange = z.infer<typeof onCallChangeSchema>

/** Before anybody has said otherwise: no rota, no quiet hours. */
export const initialOnCall: OnCallSettings = {
  zone: 'Europe/Moscow',
  shifts: [],
  exceptions: [],
  manager: null,
  quiet: null,
}
