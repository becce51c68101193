import { randomUUID } from 'node:crypto'
import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { invitationCodes } from './make-invitation-codes.ts'
import { createChangePersons } from './usecases/change-persons.ts'
import { createKeepBasket } from './usecases/keep-basket.ts'
import { createLinkPortal } from './usecases/link-portal.ts'
import { createManageContracts } from './usecases/manage-contracts.ts'
import { createViewTickets } from './usecases/view-tickets.ts'
import { createViewTroubles } from './usecases/view-troubles.ts'

type World = { clock: Clock; wakeOutbox: () => void }

/** The part of the app that people use in our own pages: what they see, keep and decide there. */
export function createOffice(db: Database, { clock, wakeOutbox }: World) {
  const newId = randomUUID
  return {
    contracts: createManageContracts({ db, clock, newId, codes: invitationCodes }),
    persons: createChangePersons({ db, clock, newId }),
    basket: createKeepBasket({ db, clock, newId }),
    link: createLinkPortal({ db, clock, codes: invitationCodes }),
    tickets: createViewTickets({ db, clock }),
    troubles: createViewTroubles({ db, clock, wake: wakeOutbox }),
  }
}
