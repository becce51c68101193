import { z } from 'zod'
import { sideSchema } from '../sla/history.ts'
import { officeRoleSchema } from './office.ts'
import { placeSchema } from '../ticket/place.ts'

/** POST /api/session: what the frame knows. None of it is believed before Bitrix24 confirms it. */
export const openSessionSchema = z.object({
  accessToken: z.string().min(1).max(2000),
  refreshToken: z.string().min(1).max(2000).optional(),
  /** Sealed by our own page door: the posted SERVER_ENDPOINT and APPLICATION_TOKEN. */
  boot: z.string().min(1).max(8000),
})
export type OpenSession = z.infer<typeof openSessionSchema>

/**
 * Where a portal stands: `new` nobody has chosen a role; `linking` a customer who has accepted and
 * waits for the partner's confirmation; `settingUp` set-up runs or has failed; `ready` done.
 */
export const portalStageSchema = z.enum(['new', 'linking', 'settingUp', 'ready'])
export type PortalStage = z.infer<typeof portalStageSchema>

export const sessionSchema = z.object({
  /** Our own short JWT; goes as `Authorization: Bearer`. */
  token: z.string(),
  expiresAt: z.number(),
  portal: z.object({
    memberId: z.string(),
    host: z.string(),
    role: sideSchema.nullable(),
    stage: portalStageSchema,
    place: placeSchema.nullable(),
  }),
  user: z.object({
    id: z.number(),
    name: z.string(),
    isAdmin: z.boolean(),
    /** null in a portal that is not a partner's. */
    officeRole: officeRoleSchema.nullable(),
  }),
})
export type Session = z.infer<typeof sessionSchema>

/** Every answer carries the server's clock, epoch ms; the client ticks on from it. */
export const serverNowHeader = 'x-server-now'
