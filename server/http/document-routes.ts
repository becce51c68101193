import { type Response, Router } from 'express'
import { documentQuerySchema, statementDocumentSchema } from '../../shared/api/documents.ts'
import type { MakeDocuments } from '../usecases/make-documents.ts'
import { parse } from './parse.ts'
import { contractSchema, monthOfContractSchema } from './path-parameters.ts'
import { sessionOf } from './require-session.ts'

const documentSchema = monthOfContractSchema.extend({
  document: statementDocumentSchema,
})

/** Statements and contracts as files, for those who see them on their pages. */
export function documentRoutes(documents: MakeDocuments): Router {
  const router = Router()
  router.get('/contracts/:contractId/contract.pdf', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    const { locale } = parse(documentQuerySchema, request.query)
    sendFile(response, await documents.ofContract(sessionOf(request), contractId, locale))
  })
  router.get('/contracts/:contractId/months/:month/:document', async (request, response) => {
    const { document, ...at } = parse(documentSchema, request.params)
    const { locale } = parse(documentQuerySchema, request.query)
    const file = await documents.ofStatement(sessionOf(request), at, { document, locale })
    sendFile(response, file)
  })
  return router
}

/** As something to keep, by nobody else in between. */
export function sendFile(
  response: Response,
  { name, type, bytes }: Awaited<ReturnType<MakeDocuments['ofContract']>>,
) {
  response.attachment(name).type(type).set('Cache-Control', 'no-store').send(bytes)
}
