import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { erasureSchema } from '../../shared/api/party-data.ts'
import type { EraseContract } from '../usecases/erase-contract.ts'
import type { ExportData } from '../usecases/export-data.ts'
import { parse } from './parse.ts'
import { contractSchema } from './path-parameters.ts'
import { requireOffice, sessionOf } from './require-session.ts'

export type PartyDataDeps = { exportData: ExportData; eraseContract: EraseContract }

/** What is kept of a contract: as a file for either party, and its end. */
export function partyDataRoutes({ exportData, eraseContract }: PartyDataDeps): Router {
  const router = Router()
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
