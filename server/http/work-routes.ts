import { Router } from 'express'
import { z } from 'zod'
import {
  newWorkSchema,
  timerActionSchema,
  workCorrectionSchema,
  workReasonSchema,
} from '../../shared/api/work-log.ts'
import type { LogWork } from '../usecases/log-work.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const itemSchema = z.object({ itemId: z.coerce.number().int().positive() })
const entrySchema = itemSchema.extend({ id: z.uuid() })

/** The work log of one ticket, for both parties. */
export function workRoutes(work: LogWork): Router {
  const router = Router({ mergeParams: true })
  router.get('/', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json(await work.view(sessionOf(request), itemId))
  })
  router.post('/', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const entry = parse(newWorkSchema, request.body)
    response.json(await work.add(sessionOf(request), itemId, entry))
  })
  router.post('/timer', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const { action } = parse(timerActionSchema, request.body)
    response.json(await work.timer(sessionOf(request), itemId, action))
  })
  router.post('/:id', async (request, response) => {
    const at = parse(entrySchema, request.params)
    const wanted = parse(workCorrectionSchema, request.body)
    response.json(await work.correct(sessionOf(request), at, wanted))
  })
  const withReason = { withdrawal: 'withdraw', objection: 'object', answer: 'answer' } as const
  for (const [path, does] of Object.entries(withReason))
    router.post(`/:id/${path}`, async (request, response) => {
      const at = parse(entrySchema, request.params)
      const { reason } = parse(workReasonSchema, request.body)
      response.json(await work[does](sessionOf(request), at, reason))
    })
  return router
}
