import { Router } from 'express'
import { z } from 'zod'
import { statementActionSchema } from '../../shared/api/money.ts'
import { monthSchema } from '../../shared/billing/months.ts'
import { newPackageSchema } from '../../shared/billing/packages.ts'
import type { KeepMoney } from '../usecases/keep-money.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const contractSchema = z.object({ contractId: z.string().min(1).max(100) })
const monthOfContractSchema = contractSchema.extend({ month: monthSchema })

/** Packages and statements, for both parties. */
export function moneyRoutes(money: KeepMoney): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    response.json(await money.overview(sessionOf(request)))
  })
  router.post('/contracts/:contractId/packages', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    const wanted = parse(newPackageSchema, request.body)
    response.json(await money.sell(sessionOf(request), contractId, wanted))
  })
  router.get('/contracts/:contractId/months/:month', async (request, response) => {
    const at = parse(monthOfContractSchema, request.params)
    response.json(await money.view(sessionOf(request), at))
  })
  router.post('/contracts/:contractId/months/:month', async (request, response) => {
    const at = parse(monthOfContractSchema, request.params)
    const action = parse(statementActionSchema, request.body)
    response.json(await money.act(sessionOf(request), at, action))
  })
  router.post('/contracts/:contractId/months/:month/consent', async (request, response) => {
    const at = parse(monthOfContractSchema, request.params)
    response.json(await money.consent(sessionOf(request), at))
  })
  return router
}
