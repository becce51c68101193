import type { SecretBox } from '../secret-box.ts'
import { createContractsStore } from './contracts-store.ts'
import { createHistoryStore } from './history-store.ts'
import { createInboxStore } from './inbox-store.ts'
import { createIntake, type Intake } from './intake.ts'
import { createInvitationsStore } from './invitations-store.ts'
import { createMessagesStore } from './messages-store.ts'
import { type Db, openDb } from './open-db.ts'
import { createOutboxStore } from './outbox-store.ts'
import { createParkedStore } from './parked-store.ts'
import { createPortalsStore } from './portals-store.ts'
import { createTicketsStore } from './tickets-store.ts'
import { createTokensStore } from './tokens-store.ts'
import { createUpkeepStore } from './upkeep-store.ts'

export type Stores = ReturnType<typeof createStores>

/** All stores, and a way to use them in one transaction: all or none. */
export type Database = Stores & {
  intake: Intake
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openDatabase(file: string, box: SecretBox): Promise<Database> {
  const db = await openDb(file)
  return {
    ...createStores(db, box),
    intake: createIntake(db),
    transaction: (work) =>
      db.transaction().execute((transaction) => work(createStores(transaction, box))),
    close: () => db.destroy(),
  }
}

function createStores(db: Db, box: SecretBox) {
  return {
    portals: createPortalsStore(db, box),
    tokens: createTokensStore(db, box),
    contracts: createContractsStore(db),
    invitations: createInvitationsStore(db),
    tickets: createTicketsStore(db),
    history: createHistoryStore(db),
    messages: createMessagesStore(db),
    inbox: createInboxStore(db),
    outbox: createOutboxStore(db),
    parked: createParkedStore(db),
    upkeep: createUpkeepStore(db),
  }
}
