import { Router, urlencoded } from 'express'
import { type RobotCall, robotCallSchema } from '../bitrix/wire.ts'
import { parse } from './parse.ts'

type Deps = { receiveRobotCall: (call: RobotCall) => Promise<void> }

/** The door for robots of portals: parse, prove, store, answer. The work is done later. */
export function robots({ receiveRobotCall }: Deps): Router {
  const router = Router()
  router.post(
    '/bitrix/robots',
    urlencoded({ extended: true, limit: '256kb' }),
    async (request, response) => {
      await receiveRobotCall(parse(robotCallSchema, request.body))
      response.status(200).end()
    },
  )
  return router
}
