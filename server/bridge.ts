import { createHash, randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import { toSafeText } from './bitrix/bbcode.ts'
import type { PortalClients } from './bitrix/client.ts'
import { listComments } from './bitrix/comments.ts'
import { getItem, listChangedItems } from './bitrix/items.ts'
import { getUsers } from './bitrix/people.ts'
import { listStageMoves } from './bitrix/stage-history.ts'
import type { Database } from './db/database.ts'
import type { KeyedLock } from './keyed-lock.ts'
import { createRecoverRestored } from './jobs/recover-restored.ts'
import { createActOnTicket } from './usecases/act-on-ticket.ts'
import { createAdoptTickets } from './usecases/adopt-tickets.ts'
import { createContractReads } from './usecases/contract-reads.ts'
import { createCommitTicket } from './usecases/commit-ticket.ts'
import { createRecoverTicket } from './usecases/recover-ticket.ts'
import { createReadSide } from './usecases/read-side.ts'
import { createRegisterOutside } from './usecases/register-outside.ts'
import { createRegisterTicket } from './usecases/register-ticket.ts'
import { createSyncTicket } from './usecases/sync-ticket.ts'
import type { TellByMail } from './usecases/tell-by-mail.ts'
import { createTakeOutsidePost } from './usecases/take-outside-post.ts'

type World = {
  clients: PortalClients
  lock: KeyedLock
  clock: Clock
  log: Logger
  wakeOutbox: () => void
  /** Tells the customer's persons. */
  tellByMail: TellByMail
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The part of the app in which tickets change: cards are read, facts added, thoughts written. */
export function createBridge(db: Database, world: World) {
  const { clients, lock, clock, log, wakeOutbox, tellByMail } = world
  const commit = createCommitTicket({
    db,
    clock,
    sha256,
    tellByMail,
    wake: wakeOutbox,
  })
  const { readSide, readAuthors } = createReadSide({
    clients,
    db,
    clock,
    commands: { getItem, listComments, listStageMoves, getUsers },
  })
  const register = createRegisterTicket({ db, newId: randomUUID, toSafeText, commit })
  const recoverTicket = createRecoverTicket({ db, clock, lock, readSide, commit, toSafeText })
  const adoptTickets = createAdoptTickets({
    ...{ db, clients, listChangedItems, clock, newId: randomUUID, sha256 },
  })
  const act = createActOnTicket({ db, clock, lock, commit, toSafeText, recoverTicket })
  const registerOutside = createRegisterOutside({ db, clock, commit })
  return {
    sync: createSyncTicket({
      contracts: createContractReads(db),
      ...{ db, clock, lock, log, readSide, readAuthors, register, commit, toSafeText },
      recoverTicket,
      requireAdopted: (customerId) => adoptTickets.requireAdopted(customerId),
    }),
    act,
    recoverRestored: createRecoverRestored({
      ...{ db, adoptTickets, recoverTicket, clock, log, wake: wakeOutbox },
    }),
    takeOutsidePost: createTakeOutsidePost({
      ...{ db, clock, lock, act },
      register: async (post, content, inboxIds) => {
        await adoptTickets.countOnFor(post.contractId)
        return registerOutside(post, content, inboxIds)
      },
    }),
  }
}
