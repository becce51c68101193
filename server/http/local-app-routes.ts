import { json, Router } from 'express'
import { localAppKeysSchema, localAppLookSchema } from '../../shared/api/local-app.ts'
import { AppError } from '../errors.ts'
import type { KeepLocalApps } from '../usecases/keep-local-apps.ts'
import { parse } from './parse.ts'
import { contractSchema } from './path-parameters.ts'
import { attempts } from './rate-limits.ts'
import { requireOffice, sessionOf } from './require-session.ts'

/** For the partner's administrators: a link by which a customer enters the keys of his own app. */
export function localAppRoutes(apps: KeepLocalApps): Router {
  const router = Router()
  router.use(requireOffice('administrator'))
  router.get('/:contractId', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    response.json(await apps.view(sessionOf(request), contractId))
  })
  router.post('/:contractId', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    response.json(await apps.offer(sessionOf(request), contractId))
  })
  return router
}

/** What the page behind that link asks; opening it alone changes nothing. */
export function localAppDoor(apps: KeepLocalApps): Router {
  const router = Router()
  router.use(json({ limit: '16kb' }))
  router.post('/look', attempts(60), async (request, response) => {
    const offer = await apps.look(parse(localAppLookSchema, request.body).token)
    if (!offer) throw tooLate()
    response.json(offer)
  })
  router.post('/', attempts(20), async (request, response) => {
    if (!(await apps.enter(parse(localAppKeysSchema, request.body)))) throw tooLate()
    response.json({})
  })
  return router
}

const tooLate = () => new AppError('notFound', 'The link is used or too old')
