import { Router } from 'express'
import { z } from 'zod'
import { newWebhookSchema } from '../../shared/api/webhooks.ts'
import type { createManageWebhooks } from '../usecases/manage-webhooks.ts'
import { parse } from './parse.ts'
import { requireAdmin, sessionOf } from './require-session.ts'

const idSchema = z.object({ id: z.string().min(1).max(100) })

/** Where a party has its tickets' events sent. */
export function webhookRoutes(webhooks: ReturnType<typeof createManageWebhooks>): Router {
  const router = Router()
  router.use(requireAdmin)
  router.get('/', async (request, response) => {
    response.json({ webhooks: await webhooks.list(sessionOf(request).memberId) })
  })
  router.post('/', async (request, response) => {
    const { url } = parse(newWebhookSchema, request.body)
    response.json(await webhooks.add(sessionOf(request), url))
  })
  router.post('/:id/test', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    response.json({ webhooks: await webhooks.test(sessionOf(request).memberId, id) })
  })
  router.delete('/:id', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    response.json({ webhooks: await webhooks.remove(sessionOf(request), id) })
  })
  return router
}
