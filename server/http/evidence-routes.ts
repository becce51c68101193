import { Router } from 'express'
import { z } from 'zod'
import { evidenceAfterSchema } from '../../shared/api/evidence.ts'
import { monthSchema } from '../../shared/billing/months.ts'
import type { ShowEvidence } from '../usecases/show-evidence.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const contractSchema = z.object({ contractId: z.string().min(1).max(100) })
const monthOfContractSchema = contractSchema.extend({ month: monthSchema })

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
