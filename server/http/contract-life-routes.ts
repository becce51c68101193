import { Router } from 'express'
import { z } from 'zod'
import {
  contractDetailsSchema,
  contractEndSchema,
  contractRenewalSchema,
} from '../../shared/api/contract-life.ts'
import type { KeepContractLife } from '../usecases/keep-contract-life.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const contractSchema = z.object({ id: z.string().min(1).max(100) })

/** What a contract says of itself, and its end, for the partner. */
export function contractLifeRoutes(life: KeepContractLife): Router {
  const router = Router({ mergeParams: true })
  router.post('/details', async (request, response) => {
    const { id } = parse(contractSchema, request.params)
    const details = parse(contractDetailsSchema, request.body)
    response.json(await life.describe(sessionOf(request), id, details))
  })
  router.post('/end', async (request, response) => {
    const { id } = parse(contractSchema, request.params)
    const { reason } = parse(contractEndSchema, request.body)
    response.json(await life.end(sessionOf(request), id, reason))
  })
  router.post('/renewal', async (request, response) => {
    const { id } = parse(contractSchema, request.params)
    const wanted = parse(contractRenewalSchema, request.body)
    response.json(await life.renew(sessionOf(request), id, wanted))
  })
  return router
}
