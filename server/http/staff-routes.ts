import { Router } from 'express'
import { z } from 'zod'
import { staffChangeSchema } from '../../shared/api/office.ts'
import type { KeepStaff } from '../usecases/keep-staff.ts'
import { parse } from './parse.ts'
import { requireOffice, sessionOf } from './require-session.ts'

const userSchema = z.object({ userId: z.coerce.number().int().positive() })

/** Who of the partner's people may do what. */
export function staffRoutes(staff: KeepStaff): Router {
  const router = Router()
  router.use(requireOffice('administrator'))
  router.get('/', async (request, response) => {
    response.json(await staff.list(sessionOf(request).memberId))
  })
  router.post('/:userId', async (request, response) => {
    const { userId } = parse(userSchema, request.params)
    const { isDutyManager } = parse(staffChangeSchema, request.body)
    const { memberId, userId: actorId, name } = sessionOf(request)
    response.json(await staff.change({ memberId, userId: actorId, name }, userId, isDutyManager))
  })
  return router
}
