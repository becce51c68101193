import { json, Router } from 'express'
import { confirmMailSchema } from '../../shared/api/confirm-mail.ts'
import { AppError } from '../errors.ts'
import type { ConfirmMail } from '../usecases/confirm-mail.ts'
import { parse } from './parse.ts'
import { attempts } from './rate-limits.ts'

/** What the page behind a confirmation link asks; opening the page alone changes nothing. */
export function confirmRoutes(mail: ConfirmMail): Router {
  const router = Router()
  router.use(json({ limit: '16kb' }))
  router.post('/look', attempts(60), async (request, response) => {
    response.json(known(await mail.look(parse(confirmMailSchema, request.body).token)))
  })
  router.post('/', attempts(20), async (request, response) => {
    response.json(known(await mail.confirm(parse(confirmMailSchema, request.body).token)))
  })
  return router
}

function known<Found>(found: Found | null): Found {
  if (found === null) throw new AppError('notFound', 'The link is used or too old')
  return found
}
