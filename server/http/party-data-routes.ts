import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { erasureSchema } from '../../shared/api/party-data.ts'
import { subjectSchema } from '../../shared/api/person-erasure.ts'
import type { EraseContract } from '../usecases/erase-contract.ts'
import type { ErasePerson } from '../usecases/erase-person.ts'
import type { ExportData } from '../usecases/export-data.ts'
import { parse } from './parse.ts'
import { contractSchema } from './path-parameters.ts'
import { requireAdmin, requireOffice, sessionOf } from './require-session.ts'

export type PartyDataDeps = {
  exportData: ExportData
  eraseContract: EraseContract
  erasePerson: ErasePerson
}

/** What is kept of a contract: as a file for either party, and its end; and what of a person. */
export function partyDataRoutes({ exportData, eraseContract, erasePerson }: PartyDataDeps): Router {
  const router = Router()
  router.use('/people', personRoutes(erasePerson))
  router.get('/:contractId', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    const { name, lines } = await exportData(sessionOf(request), contractId)
    response.attachment(name).type('application/jsonl').set('Cache-Control', 'no-store')
    await pipeline(Readable.from(lines), response)
  })
  router.post('/:contractId/erasure', requireOffice('administrator'), async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    const { customerName } = parse(erasureSchema, request.body)
    await eraseContract.byHand(sessionOf(request), contractId, customerName)
    response.json({})
  })
  return router
}

/** Single people of the party that asks, for its administrators. */
function personRoutes(erasePerson: ErasePerson): Router {
  const router = Router()
  router.use(requireAdmin)
  router.get('/', async (request, response) => {
    response.json(await erasePerson.people(sessionOf(request)))
  })
  router.get('/:kind/:id', async (request, response) => {
    const subject = parse(subjectSchema, request.params)
    response.json(await erasePerson.preview(sessionOf(request), subject))
  })
  router.post('/:kind/:id/erasure', async (request, response) => {
    const subject = parse(subjectSchema, request.params)
    response.json(await erasePerson.erase(sessionOf(request), subject))
  })
  return router
}
