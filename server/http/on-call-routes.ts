import { Router } from 'express'
import { onCallChangeSchema } from '../../shared/api/on-call.ts'
import type { KeepOnCall } from '../usecases/keep-on-call.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

/** The partner's rota, duty manager and quiet hours. */
export function onCallRoutes(onCall: KeepOnCall): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    response.json(await onCall.view(sessionOf(request)))
  })
  router.post('/', async (request, response) => {
    const change = parse(onCallChangeSchema, request.body)
    response.json(await onCall.change(sessionOf(request), change))
  })
  return router
}
