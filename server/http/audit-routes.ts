import { Router } from 'express'
import { auditQuerySchema } from '../../shared/api/audit.ts'
import type { ReadAudit } from '../usecases/read-audit.ts'
import { parse } from './parse.ts'
import { requireCaretaker, sessionOf } from './require-session.ts'

/** Who changed what in the portal of the session. */
export function auditRoutes(audit: ReadAudit): Router {
  const router = Router()
  router.use(requireCaretaker)
  router.get('/', async (request, response) => {
    const query = parse(auditQuerySchema, request.query)
    response.json(await audit.page(sessionOf(request).memberId, query))
  })
  router.get('/filters', async (request, response) => {
    response.json(await audit.filters(sessionOf(request).memberId))
  })
  return router
}
