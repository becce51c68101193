import { Router } from 'express'
import type { ViewCondition } from '../usecases/view-condition.ts'
import { requireOffice, sessionOf } from './require-session.ts'

/** How everything does, for those who look after it. */
export function conditionRoutes(viewCondition: ViewCondition): Router {
  const router = Router()
  router.get('/', requireOffice('administrator'), async (request, response) => {
    response.json(await viewCondition(sessionOf(request).memberId))
  })
  return router
}
