import { Router, urlencoded } from 'express'
import {
  eventSchema,
  type PortalEvent,
  proofSchema,
  type RobotCall,
  robotCallSchema,
} from '../bitrix/wire.ts'
import { parse } from './parse.ts'
import { countRefusals } from './rate-limits.ts'

type Deps = {
  receiveEvent: (event: PortalEvent) => Promise<void>
  receiveRobotCall: (call: RobotCall) => Promise<void>
  isProof: (memberId: string, applicationToken: string | null) => Promise<boolean>
}

/** The doors at which the portals' servers call: parse, prove, store, answer. The work is done later. */
export function bitrixDoors({ receiveEvent, receiveRobotCall, isProof }: Deps): Router {
  const router = Router()
  const refusals = countRefusals({ limit: 600, minutes: 1 })
  router.use('/bitrix', refusals.count)
  // data[FIELDS][ID] needs the extended parser.
  router.use('/bitrix', urlencoded({ extended: true, limit: '256kb' }))
  router.use(
    '/bitrix',
    refusals.holdUp(async ({ body }) => {
      const { data } = proofSchema.safeParse(body)
      return data !== undefined && isProof(data.auth.member_id, data.auth.application_token)
    }),
  )
  router.post('/bitrix/events', async (request, response) => {
    await receiveEvent(parse(eventSchema, request.body))
    response.status(200).end()
  })
  router.post('/bitrix/robots', async (request, response) => {
    await receiveRobotCall(parse(robotCallSchema, request.body))
    response.status(200).end()
  })
  return router
}
