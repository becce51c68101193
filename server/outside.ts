import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { createFileFromOutside } from './usecases/file-from-outside.ts'
import { createMessageFromOutside } from './usecases/message-from-outside.ts'

type World = { clock: Clock; wakeInbox: () => void }

/** The part of the app by which tickets are filed and answered without the customer's portal. */
export function createOutside(db: Database, { clock, wakeInbox: wake }: World) {
  return {
    file: createFileFromOutside({ db, clock, wake }),
    write: createMessageFromOutside({ db, clock, wake }),
  }
}
