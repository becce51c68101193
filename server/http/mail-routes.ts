import { Router } from 'express'
import { z } from 'zod'
import type { KeepMail } from '../usecases/keep-mail.ts'
import { parse } from './parse.ts'
import { requireOffice, sessionOf } from './require-session.ts'

const mailSchema = z.object({ id: z.coerce.number().int().positive() })

/** Mail that came in, for the partner's administrators. */
export function mailRoutes(mail: KeepMail): Router {
  const router = Router()
  router.use(requireOffice('dutyManager'))
  router.get('/', async (request, response) => {
    response.json(await mail.list(sessionOf(request).memberId))
  })
  router.post('/:id/discard', async (request, response) => {
    const { id } = parse(mailSchema, request.params)
    response.json(await mail.discard(sessionOf(request), id))
  })
  router.post('/:id/release', async (request, response) => {
    const { id } = parse(mailSchema, request.params)
    response.json(await mail.release(sessionOf(request), id))
  })
  router.get('/:id/original', async (request, response) => {
    const { id } = parse(mailSchema, request.params)
    response.json(await mail.original(sessionOf(request).memberId, id))
  })
  return router
}
