import { Router } from 'express'
import { newInvoiceSchema } from '../../shared/api/invoices.ts'
import type { KeepInvoices } from '../usecases/keep-invoices.ts'
import { parse } from './parse.ts'
import { monthOfContractSchema } from './path-parameters.ts'
import { sessionOf } from './require-session.ts'

/** Invoices of statements, for the partner's managers. */
export function invoiceRoutes(invoices: KeepInvoices): Router {
  const router = Router()
  router.get('/contracts/:contractId/months/:month/invoice', async (request, response) => {
    const at = parse(monthOfContractSchema, request.params)
    response.json(await invoices.view(sessionOf(request), at))
  })
  router.post('/contracts/:contractId/months/:month/invoice', async (request, response) => {
    const at = parse(monthOfContractSchema, request.params)
    const { client } = parse(newInvoiceSchema, request.body)
    response.json(await invoices.make(sessionOf(request), at, client))
  })
  return router
}
