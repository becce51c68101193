import { Router } from 'express'
import { z } from 'zod'
import { newCallSchema } from '../../shared/api/calls.ts'
import {
  deskReasonSchema,
  factsQuerySchema,
  levelDecisionSchema,
  newReplyTemplateSchema,
  objectionAnswerSchema,
} from '../../shared/api/desk.ts'
import type { DecideTicket } from '../usecases/decide-ticket.ts'
import type { KeepTemplates } from '../usecases/keep-templates.ts'
import type { LogCall } from '../usecases/log-call.ts'
import type { ViewDesk } from '../usecases/view-desk.ts'
import { parse } from './parse.ts'
import { sessionOf } from './require-session.ts'

export type DeskDeps = {
  calls: LogCall
  decisions: DecideTicket
  desk: ViewDesk
  templates: KeepTemplates
}

const itemSchema = z.object({ itemId: z.coerce.number().int().positive() })
const templateSchema = itemSchema.extend({ id: z.uuid() })

/** What people do with a ticket where the portal has no record for it, and what engineers see there. */
export function deskRoutes(deps: DeskDeps): Router {
  const router = Router({ mergeParams: true })
  addLooks(router, deps)
  addDecisions(router, deps)
  addTemplates(router, deps)
  return router
}

function addLooks(router: Router, { calls, desk }: DeskDeps): void {
  router.get('/context', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json(await desk.context(sessionOf(request), itemId))
  })
  router.get('/facts', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const query = parse(factsQuerySchema, request.query)
    response.json(await desk.facts(sessionOf(request), itemId, query))
  })
  router.get('/calls', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json(await calls.view(sessionOf(request), itemId))
  })
  router.post('/calls', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const call = parse(newCallSchema, request.body)
    response.json(await calls.add(sessionOf(request), itemId, call))
  })
}

function addDecisions(router: Router, { decisions }: DeskDeps): void {
  router.post('/level', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const decision = parse(levelDecisionSchema, request.body)
    await decisions.changeLevel(sessionOf(request), itemId, decision)
    response.json({})
  })
  router.post('/scope', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const { reason } = parse(deskReasonSchema, request.body)
    await decisions.markOutOfScope(sessionOf(request), itemId, reason)
    response.json({})
  })
  router.post('/objection', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const { reason } = parse(deskReasonSchema, request.body)
    await decisions.object(sessionOf(request), itemId, reason)
    response.json({})
  })
  router.post('/objection/answer', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const answer = parse(objectionAnswerSchema, request.body)
    await decisions.answerObjection(sessionOf(request), itemId, answer)
    response.json({})
  })
}

function addTemplates(router: Router, { templates }: DeskDeps): void {
  router.get('/templates', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    response.json(await templates.view(sessionOf(request), itemId))
  })
  router.post('/templates', async (request, response) => {
    const { itemId } = parse(itemSchema, request.params)
    const template = parse(newReplyTemplateSchema, request.body)
    response.json(await templates.put(sessionOf(request), itemId, template))
  })
  router.post('/templates/:id/removal', async (request, response) => {
    const { itemId, id } = parse(templateSchema, request.params)
    response.json(await templates.remove(sessionOf(request), itemId, id))
  })
}
