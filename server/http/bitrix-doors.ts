import { Router, urlencoded } from 'express'
import {
  eventSchema,
  type PortalEvent,
  proofSchema,
  type RobotCall,
  robotCallSchema,
} from '../bitrix/wire.ts'
import { parse } from './parse.ts'
import { limitRefusals } from './rate-limits.ts'

type Deps = {
  receiveEvent: (event: PortalEvent) => Promise<void>
  receiveRobotCall: (call: RobotCall) => Promise<void>
  isProof: (memberId: string, applicationToken: string | null) => Promise<boolean>
}

/** The doors at which the portals' servers call: parse, prove, store, answer. The work is done later. */
export function bitrixDoors({ receiveEvent, receiveRobotCall, isProof }: Deps): Router {
  const router = Router()
  // data[FIELDS][ID] needs the extended parser.
  router.use(urlencoded({ extended: true, limit: '256kb' }))
  router.use(
    limitRefusals({ limit: 600, minutes: 1 }, async ({ body }) => {
      const { data } = proofSchema.safeParse(body)
      return data !== undefined && isProof(data.auth.member_id, data.auth.application_token)
    }),
  )
  router.post('/events', async (request, response) => {
    await receiveEvent(parse(eventSchema, request.body))
    response.status(200).end()
  })
  router.post('/robots', async (request, response) => {
    await receiveRobotCall(parse(robotCallSchema, request.body))
    response.status(200).end()
  })
  return router
}
