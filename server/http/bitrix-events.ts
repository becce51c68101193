import { Router, urlencoded } from 'express'
import { eventSchema, type PortalEvent } from '../bitrix/wire.ts'
import { parse } from './parse.ts'

type Deps = { receiveEvent: (event: PortalEvent) => Promise<void> }

/** The door for events of portals: parse, prove, store, answer. */
export function bitrixEvents({ receiveEvent }: Deps): Router {
  const router = Router()
  // data[FIELDS][ID] needs the extended parser.
  router.post(
    '/bitrix/events',
    urlencoded({ extended: true, limit: '256kb' }),
    async (request, response) => {
      await receiveEvent(parse(eventSchema, request.body))
      response.status(200).end()
    },
  )
  return router
}
