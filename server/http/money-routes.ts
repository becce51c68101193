import { Router } from 'express'
import { statementActionSchema } from '../../shared/api/money.ts'
import { newPackageSchema } from '../../shared/billing/packages.ts'
import type { KeepMoney } from '../usecases/keep-money.ts'
import { parse } from './parse.ts'
import { contractSchema, monthOfContractSchema } from './path-parameters.ts'
import { sessionOf } from './require-session.ts'

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
