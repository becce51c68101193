import type {
  Money,
  StatementAction,
  StatementEvent,
  StatementView,
} from '../../shared/api/money.ts'
import { type Month, monthAt, startOfMonth } from '../../shared/billing/months.ts'
import type { NewPackage } from '../../shared/billing/packages.ts'
import { canonicalJson } from '../../shared/evidence/canonical-json.ts'
import type { Clock } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { StatementRecord } from '../db/statements-store.ts'
import { AppError } from '../errors.ts'
import { contractMoney } from './contract-money.ts'
import { type MoneyParty, partyOf, requireParty } from './money-party.ts'
import { partiesOf } from './parties-of.ts'
import { actsOn } from './statement-acts.ts'
import { managerNotices } from './manager-notices.ts'
import { decidedNotice } from './statement-notices.ts'

type Deps = {
  db: Database
  clock: Clock
  sha256: (text: string) => string
  /** A statement is to be made. */
  wakeMaking: () => void
  wakeOutbox: () => void
}

/** A user of a portal, as the session proves. */
type Actor = AuditActor & { isManager: boolean }
type At = { contractId: string; month: Month }

const moneyLevel = 3

const auditCodes = {
  make: 'statement.made',
  send: 'statement.sent',
  accept: 'statement.accepted',
  object: 'statement.objected',
  close: 'statement.closed',
} as const

export type KeepMoney = ReturnType<typeof createKeepMoney>

/**
 * From the work log to the statement (§7, §8): the partner makes and sends a month, the customer's
 * organisational contact accepts it or objects, the partner closes it, and from then on it stands.
 */
export function createKeepMoney({ db, clock, sha256, wakeMaking, wakeOutbox }: Deps) {
  return {
    overview,
    view,

    /** @throws AppError `conflict` when the statement is not where this can be done */
    async act(actor: Actor, at: At, action: StatementAction): Promise<StatementView> {
      const party = await requireParty(db, actor, at.contractId)
      await db.transaction(async (stores) => {
        const known = await stores.statements.find(at.contractId, at.month)
        if (!actsOn(known, party.role).includes(action.act))
          throw new AppError('conflict', 'The statement is not where this can be done')
        await requireBegun(stores, at)
        const next = after(known ?? blank(at, party), action, eventOf(actor, action))
        if (action.act === 'close') next.parties = await partiesOf(stores, party.contract)
        await store(stores, next, known?.revision)
        await stores.audit.record({
          ...{ memberId: party.contract.partnerMemberId, contractId: at.contractId },
          ...{ code: auditCodes[action.act], about: at.month, by: actor, before: null },
          after: 'reason' in action ? { reason: action.reason } : null,
          at: clock.now(),
        })
        if (action.act === 'accept' || action.act === 'object') {
          const said = { by: actor.name, reason: 'reason' in action ? action.reason : '' }
          const notice = decidedNotice(party.contract, next, said)
          const notices = await managerNotices(stores, party.contract, notice)
          await stores.outbox.add(notices, moneyLevel, clock.now())
        }
      })
      if (action.act === 'make' || action.act === 'send') wakeMaking()
      else wakeOutbox()
      return view(actor, at)
    },

    /** An organisational contact lets work go on although the month's limit is used up. */
    async consent(actor: Actor, at: At): Promise<Money> {
      const { role, contract } = await requireParty(db, actor, at.contractId)
      if (role !== 'contact') throw new AppError('forbidden', 'The customer’s contacts consent')
      const now = clock.now()
      await db.transaction(async (stores) => {
        if (!(await stores.limits.consent(at, { at: now, by: actor.name })))
          throw new AppError('conflict', 'No consent is needed')
        await stores.audit.record({
          ...{ memberId: contract.partnerMemberId, contractId: at.contractId },
          ...{ code: 'limit.consented', about: at.month, by: actor, before: null, after: null },
          at: now,
        })
      })
      return overview(actor)
    },

    async sell(actor: Actor, contractId: string, wanted: NewPackage): Promise<Money> {
      const { role, contract } = await requireParty(db, actor, contractId)
      if (role !== 'manager') throw new AppError('forbidden', 'Packages are kept by the partner')
      const now = clock.now()
      await db.transaction(async (stores) => {
        const isNew = await stores.packages.add(contractId, wanted, { at: now, by: actor.name })
        if (!isNew) return
        await stores.audit.record({
          ...{ memberId: contract.partnerMemberId, contractId, code: 'package.sold' },
          ...{ about: wanted.name, by: actor, before: null, after: wanted, at: now },
        })
      })
      return overview(actor)
    },
  }

  async function overview(actor: Actor): Promise<Money> {
    const party = await partyOf(db, actor)
    const contracts = party.contracts.filter(({ customerMemberId }) => customerMemberId !== null)
    const money = contracts.map((contract) =>
      contractMoney(db, contract, { role: party.role, now: clock.now() }),
    )
    return { mayManage: party.role === 'manager', contracts: await Promise.all(money) }
  }

  async function view(actor: Actor, at: At): Promise<StatementView> {
    const { role, contract } = await requireParty(db, actor, at.contractId)
    const found = await db.statements.find(at.contractId, at.month)
    const known = role === 'manager' || found?.state !== 'draft' ? found : undefined
    const { customerName } = contract
    const parties = known?.parties ?? (await partiesOf(db, contract))
    return { ...at, customerName, parties, ...shown(known ?? null), mayDo: actsOn(known, role) }
  }

  async function requireBegun(stores: Stores, { contractId, month }: At): Promise<void> {
    const { calendar } = await stores.contracts.termsAt(contractId, clock.now())
    const zone = contractZone(calendar)
    if (month > monthAt(zone, clock.now()) || startOfMonth(zone, month) > clock.now())
      throw new AppError('badRequest', 'This month is still to come', { field: 'month' })
  }

  async function store(
    stores: Stores,
    next: StatementRecord,
    revision: number | undefined,
  ): Promise<void> {
    if (revision === undefined) await stores.statements.add(next)
    else if (!(await stores.statements.replace(next, revision)))
      throw new AppError('conflict', 'Somebody has changed the statement meanwhile')
  }

  function after(
    known: StatementRecord,
    { act }: StatementAction,
    event: StatementEvent,
  ): StatementRecord {
    const next = { ...known, problem: null, events: [...known.events, event] }
    switch (act) {
      case 'make':
        return { ...next, state: 'draft', wanted: 'draft' }
      case 'send':
        return { ...next, wanted: 'sent' }
      case 'accept':
        return { ...next, state: 'accepted' }
      case 'object':
        return { ...next, state: 'objected' }
      case 'close':
        return { ...next, state: 'closed', hash: sha256(canonicalJson(known.statement)) }
    }
  }

  function eventOf({ name }: Actor, action: StatementAction): StatementEvent {
    const reason = 'reason' in action ? action.reason : ''
    return { at: clock.now(), by: name, act: action.act, reason }
  }
}

const blank = (at: At, { contract }: MoneyParty): StatementRecord => ({
  ...at,
  partnerMemberId: contract.partnerMemberId,
  state: 'draft',
  revision: 1,
  ...{ wanted: null, done: 0, total: 0, problem: null, statement: null, hash: null },
  ...{ parties: null, events: [] },
})

type Shown = Omit<StatementView, 'contractId' | 'customerName' | 'parties' | 'month' | 'mayDo'>

function shown(record: StatementRecord | null): Shown {
  if (!record) return { ...nothingYet, events: [] }
  const { state, statement, wanted, done, total, problem, hash, events } = record
  return { state, statement, progress: wanted && { done, total }, problem, hash, events }
}

const nothingYet = { state: null, statement: null, progress: null, problem: null, hash: null }
