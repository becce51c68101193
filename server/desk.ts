import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { PortalClients } from './bitrix/client.ts'
import { getUsers } from './bitrix/people.ts'
import type { Database } from './db/database.ts'
import type { ActOnTicket } from './usecases/act-on-ticket.ts'
import { createDecideTicket } from './usecases/decide-ticket.ts'
import { createKeepTemplates } from './usecases/keep-templates.ts'
import { createLogCall } from './usecases/log-call.ts'
import { createPressCard } from './usecases/press-card.ts'
import { createViewDesk } from './usecases/view-desk.ts'

type World = {
  clients: PortalClients
  clock: Clock
  log: Logger
  act: ActOnTicket
  wakeOutbox: () => void
}

/** The part of the app that engineers use in a ticket's card, besides what the portal records. */
export function createDesk(db: Database, { clients, clock, log, act, wakeOutbox }: World) {
  const calls = createLogCall({ db, clock, act })
  const commands = { getUsers }
  return {
    calls,
    decisions: createDecideTicket({ db, clock, act, newId: randomUUID }),
    desk: createViewDesk({ db, clock }),
    templates: createKeepTemplates({ db, clock }),
    pressCard: createPressCard({
      ...{ db, clients, log, commands, wake: wakeOutbox },
      logCall: (ticketId, report) => calls.record(ticketId, report),
    }),
  }
}
