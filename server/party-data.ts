import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { createForgetOld } from './jobs/forget-old.ts'
import type { KeepDays } from './retention-config.ts'
import { createEraseContract } from './usecases/erase-contract.ts'
import { createErasePerson } from './usecases/erase-person.ts'
import { createExportData } from './usecases/export-data.ts'

type World = { keepDays: KeepDays; clock: Clock; log: Logger }

/** The part of the app by which parties take their data with them, and old data goes. */
export function createPartyData(db: Database, { keepDays, clock, log }: World) {
  const eraseContract = createEraseContract({ db, clock })
  return {
    partyData: {
      exportData: createExportData({ db, clock }),
      eraseContract,
      erasePerson: createErasePerson({ db, clock }),
    },
    forgetOld: createForgetOld({ db, keepDays, eraseContract, clock, log }),
  }
}
