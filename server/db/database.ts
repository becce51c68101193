import { sql } from 'kysely'
import type { SecretBox } from '../secret-box.ts'
import { createAddressBookStore } from './address-book-store.ts'
import { createAuditStore } from './audit-store.ts'
import { createBasketStore } from './basket-store.ts'
import { createBillableWorkStore } from './billable-work-store.ts'
import { createContractLifeStore } from './contract-life-store.ts'
import { createContractsStore } from './contracts-store.ts'
import { createEngineStore } from './engine-store.ts'
import { createEvidenceStore } from './evidence-store.ts'
import { createHeldNoticesStore } from './held-notices-store.ts'
import { createHistoryStore } from './history-store.ts'
import { createInboxStore } from './inbox-store.ts'
import { createIntake, type Intake } from './intake.ts'
import { createInvoicesStore } from './invoices-store.ts'
import { createInvitationsStore } from './invitations-store.ts'
import { createMailIntake, type MailIntake } from './mail-intake.ts'
import { createLocalAppsStore } from './local-apps-store.ts'
import { createLimitsStore } from './limits-store.ts'
import { createMailDigestsStore } from './mail-digests-store.ts'
import { createMailDraftsStore } from './mail-drafts-store.ts'
import { createMailProofsStore } from './mail-proofs-store.ts'
import { createMailsStore } from './mails-store.ts'
import { createMessagesStore } from './messages-store.ts'
import { type DatabaseTarget, type Db, openDb } from './open-db.ts'
import { createOnCallStore } from './on-call-store.ts'
import { createOfficeRolesStore } from './office-roles-store.ts'
import { createOutboxStore } from './outbox-store.ts'
import { createOutsideStore } from './outside-store.ts'
import { createPackagesStore } from './packages-store.ts'
import { createPartyDataStore } from './party-data-store.ts'
import { createPeopleStore } from './people-store.ts'
import { createParkedStore } from './parked-store.ts'
import { createPersonChangesStore } from './person-changes-store.ts'
import { createPersonErasureStore } from './person-erasure-store.ts'
import { createPersonMailStore } from './person-mail-store.ts'
import { type PortalClaims, soleClaims } from './portal-claims.ts'
import { createPortalsStore } from './portals-store.ts'
import { createPulseStore } from './pulse-store.ts'
import { createQueuesStore } from './queues-store.ts'
import { createRawMailsStore } from './raw-mails-store.ts'
import { createReadersStore } from './readers-store.ts'
import { createReplyTemplatesStore } from './reply-templates-store.ts'
import { createReportPlansStore } from './report-plans-store.ts'
import { createReportRowsStore } from './report-rows-store.ts'
import { createReportFiguresStore } from './report-figures-store.ts'
import { resealAll } from './reseal.ts'
import { createRestorationsStore } from './restorations-store.ts'
import { createRetentionStore } from './retention-store.ts'
import { createRescueStore } from './rescue-store.ts'
import { createRobotCallsStore } from './robot-calls-store.ts'
import { createStatementsStore } from './statements-store.ts'
import { createTicketListStore } from './ticket-list-store.ts'
import { createTicketsStore } from './tickets-store.ts'
import { createTimelineCardsStore } from './timeline-cards-store.ts'
import { createTokensStore } from './tokens-store.ts'
import { transact } from './transact.ts'
import { createUpkeepStore } from './upkeep-store.ts'
import { createWebhooksStore } from './webhooks-store.ts'
import { createWorkStore } from './work-store.ts'

/** Every store and how it is made. */
const makers = {
  portals: createPortalsStore,
  tokens: createTokensStore,
  contracts: createContractsStore,
  addressBook: createAddressBookStore,
  contractLife: createContractLifeStore,
  invitations: createInvitationsStore,
  localApps: createLocalAppsStore,
  personChanges: createPersonChangesStore,
  audit: createAuditStore,
  basket: createBasketStore,
  billableWork: createBillableWorkStore,
  packages: createPackagesStore,
  statements: createStatementsStore,
  invoices: createInvoicesStore,
  officeRoles: createOfficeRolesStore,
  limits: createLimitsStore,
  tickets: createTicketsStore,
  ticketList: createTicketListStore,
  history: createHistoryStore,
  engine: createEngineStore,
  evidence: createEvidenceStore,
  messages: createMessagesStore,
  readers: createReadersStore,
  mails: createMailsStore,
  mailDrafts: createMailDraftsStore,
  mailProofs: createMailProofsStore,
  mailDigests: createMailDigestsStore,
  personMail: createPersonMailStore,
  inbox: createInboxStore,
  outbox: createOutboxStore,
  outside: createOutsideStore,
  parked: createParkedStore,
  partyData: createPartyDataStore,
  people: createPeopleStore,
  personErasure: createPersonErasureStore,
  retention: createRetentionStore,
  pulse: createPulseStore,
  queues: createQueuesStore,
  rawMails: createRawMailsStore,
  replyTemplates: createReplyTemplatesStore,
  reportPlans: createReportPlansStore,
  reportRows: createReportRowsStore,
  reportFigures: createReportFiguresStore,
  rescue: createRescueStore,
  restorations: createRestorationsStore,
  robotCalls: createRobotCallsStore,
  upkeep: createUpkeepStore,
  webhooks: createWebhooksStore,
  work: createWorkStore,
  onCall: createOnCallStore,
  heldNotices: createHeldNoticesStore,
  timelineCards: createTimelineCardsStore,
}

export type Stores = {
  readonly [Name in keyof typeof makers]: ReturnType<(typeof makers)[Name]>
}

/** All stores, and a way to use them in one transaction: all or none. */
export type Database = Stores & {
  intake: Intake
  mailIntake: MailIntake
  claims: PortalClaims
  /** How many secrets of which columns no key opened when we began. */
  withoutKey: Readonly<Record<string, number>>
  /** @param work touches nothing but the stores: it runs again when another process was in its way */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>
  /** Whether it can be read now. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

export async function openDatabase(target: DatabaseTarget, box: SecretBox): Promise<Database> {
  const db = await openDb(target)
  const withoutKey = await resealAll(db, box)
  const claims = 'url' in target ? await sessionClaims(target.url) : soleClaims
  return {
    ...allStores(db, box),
    intake: createIntake(db),
    mailIntake: createMailIntake(db),
    ...{ claims, withoutKey },
    transaction: (work) => transact(db, (transaction) => work(someStores(transaction, box))),
    answers: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    async close() {
      await claims.close()
      await db.destroy()
    },
  }
}

async function sessionClaims(url: string): Promise<PortalClaims> {
  const { createSessionClaims } = await import('./session-claims.ts')
  return createSessionClaims(url, () => performance.now())
}

function allStores(db: Db, box: SecretBox): Stores {
  const stores = someStores(db, box)
  const names = Object.keys(makers) as (keyof Stores)[]
  return Object.fromEntries(names.map((name) => [name, stores[name]])) as Stores
}

/** Stores that are made when they are asked for: a transaction needs few of them. */
function someStores(db: Db, box: SecretBox): Stores {
  const made: Partial<Record<keyof Stores, unknown>> = {}
  return new Proxy(made as Stores, {
    get: (_, name: keyof Stores) => (made[name] ??= makers[name](db, box)),
  })
}
