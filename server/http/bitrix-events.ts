import { Router, urlencoded } from 'express'
import type { PortalEvent } from '../bitrix/wire.ts'
import { AppError } from '../errors.ts'

type Deps = {
  /** @returns undefined for what is no event that we know */
  readEvent(form: unknown): PortalEvent | undefined
  receiveEvent(event: PortalEvent): Promise<void>
}

/** The door for events of portals: parse, prove, store, answer. */
export function bitrixEvents({ readEvent, receiveEvent }: Deps): Router {
  const router = Router()
  // data[FIELDS][ID] needs the extended parser.
  router.post(
    '/bitrix/events',
    urlencoded({ extended: true, limit: '256kb' }),
    async (request, response) => {
      const event = readEvent(request.body)
      if (!event) throw new AppError('badRequest', 'This is no event of Bitrix24 that we know')
      await receiveEvent(event)
      response.status(200).end()
    },
  )
  return router
}
