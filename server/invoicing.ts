import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { PortalClients } from './bitrix/client.ts'
import { listInvoicesById, listInvoiceStages } from './bitrix/invoices.ts'
import type { Database } from './db/database.ts'
import { createFollowInvoices } from './jobs/follow-invoices.ts'
import { createKeepInvoices } from './usecases/keep-invoices.ts'

type World = { clients: PortalClients; clock: Clock; log: Logger; wakeOutbox: () => void }

/** The part of the app that makes invoices of statements and follows them. */
export function createInvoicing(db: Database, { clients, clock, log, wakeOutbox }: World) {
  return {
    invoices: createKeepInvoices({ db, clock, wake: wakeOutbox }),
    followInvoices: createFollowInvoices({
      ...{ db, clients, log },
      commands: { listInvoicesById, listInvoiceStages },
    }),
  }
}
