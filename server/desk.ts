import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import type { ActOnTicket } from './usecases/act-on-ticket.ts'
import { createLogCall } from './usecases/log-call.ts'

type World = { clock: Clock; act: ActOnTicket }

/** The part of the app that engineers use in a ticket's card, besides what the portal records. */
export function createDesk(db: Database, { clock, act }: World) {
  return { calls: createLogCall({ db, clock, act }) }
}
