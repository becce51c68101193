import { Router } from 'express'
import { z } from 'zod'
import { newCallSchema } from '../../shared/api/calls.ts'
import type { LogCall } from '../usecases/log-call.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const itemSchema = z.object({ itemId: z.coerce.number().int().positive() })

export type DeskDeps = { calls: LogCall }

/** What engineers do with a ticket where the portal has no record for it. */
export function deskRoutes({ calls }: DeskDeps): Router {
  const router = Router({ mergeParams: true })
  router.get('/calls', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json(await calls.view(sessionOf(request), itemId))
  })
  router.post('/calls', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const call = parse(newCallSchema, request.body)
    response.json(await calls.add(sessionOf(request), itemId, call))
  })
  return router
}
