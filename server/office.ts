import { randomUUID } from 'node:crypto'
import type { Clock } from '../shared/time.ts'
import type { PortalClients } from './bitrix/client.ts'
import { BitrixError } from './bitrix/errors.ts'
import { findItemsByXmlId, importItem } from './bitrix/items.ts'
import type { Database } from './db/database.ts'
import type { KeyedLock } from './keyed-lock.ts'
import { invitationCodes } from './make-invitation-codes.ts'
import { createChangePersons } from './usecases/change-persons.ts'
import { createFileForPerson } from './usecases/file-for-person.ts'
import { createFilingRight } from './usecases/filing-right.ts'
import { createKeepBasket } from './usecases/keep-basket.ts'
import { createKeepOnCall } from './usecases/keep-on-call.ts'
import { createKeepStaff } from './usecases/keep-staff.ts'
import { createLinkPortal } from './usecases/link-portal.ts'
import { createLogWork } from './usecases/log-work.ts'
import { createManageContracts } from './usecases/manage-contracts.ts'
import { createReadAudit } from './usecases/read-audit.ts'
import { createReadReports } from './usecases/read-reports.ts'
import { createKeepContractLife } from './usecases/keep-contract-life.ts'
import { createReviseTerms } from './usecases/revise-terms.ts'
import { createViewTickets } from './usecases/view-tickets.ts'
import { createViewTroubles } from './usecases/view-troubles.ts'

type World = {
  clients: PortalClients
  lock: KeyedLock
  clock: Clock
  takeHint: (memberId: string, itemId: number) => Promise<void>
  wakeOutbox: () => void
}

/** The part of the app that people use in our own pages: what they see, keep and decide there. */
export function createOffice(db: Database, { clients, lock, clock, takeHint, wakeOutbox }: World) {
  const newId = randomUUID
  const filingRight = createFilingRight({ db, clock })
  return {
    contracts: createManageContracts({ db, clock, newId, codes: invitationCodes }),
    persons: createChangePersons({ db, clock, newId, wake: wakeOutbox }),
    basket: createKeepBasket({ db, clock, newId }),
    filingRight,
    fileForPerson: createFileForPerson({
      db,
      clients,
      commands: { importItem, findItemsByXmlId },
      filingRight,
      asBitrixError: (error) => (error instanceof BitrixError ? error : undefined),
      takeHint,
      lock,
      clock,
      wake: wakeOutbox,
    }),
    takeHint,
    link: createLinkPortal({ db, clock, codes: invitationCodes }),
    tickets: createViewTickets({ db, clock }),
    audit: createReadAudit({ db }),
    reports: createReadReports({ db, clock }),
    terms: createReviseTerms({ db, clock }),
    life: createKeepContractLife({ db, clock }),
    work: createLogWork({ db, clock, wake: wakeOutbox }),
    onCall: createKeepOnCall({ db, clock }),
    staff: createKeepStaff({ db, clock }),
    troubles: createViewTroubles({ db, clock, wake: wakeOutbox }),
  }
}
