import { Router } from 'express'
import { z } from 'zod'
import { newTermsSchema } from '../../shared/api/terms.ts'
import type { ReviseTerms } from '../usecases/revise-terms.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const contractSchema = z.object({ id: z.string().min(1).max(100) })
const versionSchema = contractSchema.extend({ version: z.coerce.number().int().positive() })

/** Versions of one contract's terms, for the partner. */
export function termsRoutes(terms: ReviseTerms): Router {
  const router = Router({ mergeParams: true })
  router.get('/', async (request, response) => {
    const { id } = parse(contractSchema, request.params)
    response.json(await terms.history(sessionOf(request), id))
  })
  router.post('/', async (request, response) => {
    const { id } = parse(contractSchema, request.params)
    const wanted = parse(newTermsSchema, request.body)
    response.json(await terms.plan(sessionOf(request), id, wanted))
  })
  router.delete('/:version', async (request, response) => {
    const { id, version } = parse(versionSchema, request.params)
    response.json(await terms.withdraw(sessionOf(request), id, version))
  })
  return router
}
