import { Router } from 'express'
import { documentQuerySchema, reportDocumentSchema } from '../../shared/api/documents.ts'
import { reportQuerySchema, ticketsBehindSchema } from '../../shared/api/report.ts'
import type { MakeDocuments } from '../usecases/make-documents.ts'
import type { ReadReports } from '../usecases/read-reports.ts'
import { sendFile } from './document-routes.ts'
import { parse } from './parse.ts'
import { monthOfContractSchema } from './path-parameters.ts'
import { requireOffice, sessionOf } from './require-session.ts'

const documentSchema = monthOfContractSchema.extend({ document: reportDocumentSchema })

/** The dashboard of those who answer for the promises, and each contract's month for both parties. */
export function reportRoutes(reports: ReadReports, documents: MakeDocuments): Router {
  const router = Router()
  const managers = requireOffice('dutyManager')
  router.get('/dashboard', managers, async (request, response) => {
    const query = parse(reportQuerySchema, request.query)
    response.json(await reports.dashboard(sessionOf(request).memberId, query))
  })
  router.get('/tickets', managers, async (request, response) => {
    const query = parse(ticketsBehindSchema, request.query)
    response.json(await reports.ticketsBehind(sessionOf(request).memberId, query))
  })
  router.get('/contracts', async (request, response) => {
    response.json(await reports.contracts(sessionOf(request)))
  })
  router.get('/contracts/:contractId/months/:month', async (request, response) => {
    const at = parse(monthOfContractSchema, request.params)
    response.json(await reports.monthly(sessionOf(request), at))
  })
  router.get('/contracts/:contractId/months/:month/:document', async (request, response) => {
    const { document, ...at } = parse(documentSchema, request.params)
    const { locale } = parse(documentQuerySchema, request.query)
    const file = await documents.ofReport(sessionOf(request), at, { document, locale })
    sendFile(response, file)
  })
  return router
}
