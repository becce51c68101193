import { Router } from 'express'
import { z } from 'zod'
import {
  answeredSchema,
  basketFilingSchema,
  questionInputSchema,
  questionOrderSchema,
} from '../../shared/api/basket.ts'
import type { createKeepBasket } from '../usecases/keep-basket.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

type KeepBasket = ReturnType<typeof createKeepBasket>

const idSchema = z.object({ id: z.string().min(1).max(100) })
const itemSchema = z.object({ itemId: z.coerce.number().int().positive() })

/** The customer's basket of questions. */
export function basketRoutes(basket: KeepBasket): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    response.json(await basket.view(sessionOf(request)))
  })
  router.post('/', async (request, response) => {
    const { text } = parse(questionInputSchema, request.body)
    response.json(await basket.add(sessionOf(request), text))
  })
  router.post('/order', async (request, response) => {
    const { ids } = parse(questionOrderSchema, request.body)
    response.json(await basket.order(sessionOf(request), ids))
  })
  router.post('/filing', async (request, response) => {
    const { filingId, ids } = parse(basketFilingSchema, request.body)
    await basket.promise(sessionOf(request), filingId, ids)
    response.json({})
  })
  router.post('/:id', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    const { text } = parse(questionInputSchema, request.body)
    response.json(await basket.rewrite(sessionOf(request), id, text))
  })
  router.delete('/:id', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    response.json(await basket.remove(sessionOf(request), id))
  })
  return router
}

/** The questions of one ticket, for both parties. */
export function ticketQuestionRoutes(basket: KeepBasket): Router {
  const router = Router({ mergeParams: true })
  router.get('/', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json({ questions: await basket.ofTicket(sessionOf(request), itemId) })
  })
  router.post('/:id', async (request, response) => {
    const at = parse(itemSchema.extend(idSchema.shape), request.params)
    const { isAnswered } = parse(answeredSchema, request.body)
    response.json({ questions: await basket.tick(sessionOf(request), at, isAnswered) })
  })
  return router
}
