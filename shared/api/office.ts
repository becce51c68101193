import { z } from 'zod'

/** What somebody of the partner's portal may do: engineers work, duty managers decide, administrators set up. */
export const officeRoleSchema = z.enum(['engineer', 'dutyManager', 'administrator'])
export type OfficeRole = z.infer<typeof officeRoleSchema>

export const isManager = (role: OfficeRole | null): boolean =>
  role === 'dutyManager' || role === 'administrator'

/** GET /api/staff (administrators): people of the partner's portal who have opened the app. */
export const staffSchema = z.object({
  people: z.array(
    z.object({
      userId: z.number().int(),
      name: z.string(),
      isDutyManager: z.boolean(),
      seenAt: z.number(),
    }),
  ),
})
export type Staff = z.infer<typeof staffSchema>

/** POST /api/staff/:userId */
export const staffChangeSchema = z.object({ isDutyManager: z.boolean() })
