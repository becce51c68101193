import { Router } from 'express'
import { z } from 'zod'
import { personChangeInputSchema } from '../../shared/api/person-changes.ts'
import type { createChangePersons } from '../usecases/change-persons.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

const idSchema = z.object({ id: z.string().min(1).max(100) })

/** The customer's list of persons: who is on it, and what organisational contacts ask for. */
export function personRoutes(persons: ReturnType<typeof createChangePersons>): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    response.json(await persons.view(sessionOf(request)))
  })
  router.post('/changes', async (request, response) => {
    const input = parse(personChangeInputSchema, request.body)
    response.json(await persons.ask(sessionOf(request), input))
  })
  router.delete('/changes/:id', async (request, response) => {
    const { id } = parse(idSchema, request.params)
    response.json(await persons.withdraw(sessionOf(request), id))
  })
  return router
}
