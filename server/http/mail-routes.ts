import { Router } from 'express'
import type { KeepMail } from '../usecases/keep-mail.ts'
import type { KeepParkedMails } from '../usecases/keep-parked-mails.ts'
import { parse } from './parse.ts'
import { rowSchema } from './path-parameters.ts'
import { requireOffice, sessionOf } from './require-session.ts'

export type MailDesk = KeepMail & { parked: KeepParkedMails }

/** Mail that came in, and mail of ours that was refused, for the partner's managers. */
export function mailRoutes({ parked, ...mail }: MailDesk): Router {
  const router = Router()
  router.use(requireOffice('dutyManager'))
  router.get('/', async (request, response) => {
    response.json(await mail.list(sessionOf(request).memberId))
  })
  router.post('/:id/discard', async (request, response) => {
    const { id } = parse(rowSchema, request.params)
    response.json(await mail.discard(sessionOf(request), id))
  })
  router.post('/:id/release', async (request, response) => {
    const { id } = parse(rowSchema, request.params)
    response.json(await mail.release(sessionOf(request), id))
  })
  router.get('/:id/original', async (request, response) => {
    const { id } = parse(rowSchema, request.params)
    response.json(await mail.original(sessionOf(request).memberId, id))
  })
  router.get('/parked', async (request, response) => {
    response.json({ mails: await parked.list(sessionOf(request).memberId) })
  })
  router.post('/parked/:id/retry', async (request, response) => {
    const { id } = parse(rowSchema, request.params)
    response.json({ mails: await parked.retry(sessionOf(request).memberId, id) })
  })
  return router
}
