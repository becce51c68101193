import { Router } from 'express'
import { mailChoiceSchema } from '../../shared/api/mail-choices.ts'
import type { KeepMailChoices } from '../usecases/keep-mail-choices.ts'
import { parse } from './parse.ts'
import { contractSchema } from './path-parameters.ts'
import { sessionOf } from './require-session.ts'

/** Which mails the persons of a contract get. */
export function mailChoiceRoutes(choices: KeepMailChoices): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    response.json(await choices.own(sessionOf(request)))
  })
  router.post('/', async (request, response) => {
    const choice = parse(mailChoiceSchema, request.body)
    response.json(await choices.choose(sessionOf(request), choice))
  })
  router.get('/:contractId', async (request, response) => {
    const { contractId } = parse(contractSchema, request.params)
    response.json(await choices.ofContract(sessionOf(request), contractId))
  })
  return router
}
