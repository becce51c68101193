import { Router } from 'express'
import { evidenceAfterSchema } from '../../shared/api/evidence.ts'
import type { ShowEvidence } from '../usecases/show-evidence.ts'
import { parse } from './parse.ts'
import { contractSchema, monthOfContractSchema } from './path-parameters.ts'
import { sessionOf } from './require-session.ts'

/** What both parties verify by themselves, page by page. */
export function evidenceRoutes(evidence: ShowEvidence): Router {
  const router = Router()
  router.get('/:contractId', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    response.json(await evidence.head(sessionOf(request), contractId))
  })
  router.get('/:contractId/roots', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    const { after } = parse(evidenceAfterSchema, request.query)
    response.json(await evidence.roots(sessionOf(request), contractId, after))
  })
  router.get('/:contractId/tickets', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    const { after } = parse(evidenceAfterSchema, request.query)
    response.json(await evidence.tickets(sessionOf(request), contractId, after))
  })
  router.get('/:contractId/statements/:month', async (request, response) => {
    const { contractId, month } = parse(monthOfContractSchema, request.params)
    response.json(await evidence.statement(sessionOf(request), contractId, month))
  })
  return router
}
