import type {
  NewWork,
  TimerAction,
  WorkChange,
  WorkCorrection,
  WorkLog,
} from '../../shared/api/work-log.ts'
import { isFree } from '../../shared/billing/tariff.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { Engineer, WorkRecord } from '../db/work-store.ts'
import { AppError } from '../errors.ts'
import { createRunTimer } from './run-timer.ts'
import { requireOpenMonth } from './require-open-month.ts'
import { categoryOf } from './read-statement-tickets.ts'
import { requireConsent, watchLimits } from './watch-limits.ts'
import { isContactOf, requirePartnersTicket, requireTicket } from './ticket-parties.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

/** A user of a portal, as the session proves. */
type Actor = { memberId: string; userId: number; name: string; isManager: boolean }
type At = { itemId: number; id: string }

/** The engineer's own clock may be a little ahead of ours. */
const toleratedMs = 60_000

export type LogWork = ReturnType<typeof createLogWork>

/**
 * The work log (§7): engineers enter what they did, by timer or afterwards; nothing is erased, and the
 * customer's contacts may object. Minutes and money come from shared/billing wherever they are shown.
 */
export function createLogWork({ db, clock, wake }: Deps) {
  const timer = createRunTimer({ db, clock })
  return {
    view,
    record,

    async add(actor: Actor, itemId: number, work: NewWork): Promise<WorkLog> {
      const ticket = await requirePartnersTicket(db, actor, itemId)
      await record(ticket, actor, work)
      return view(actor, itemId)
    },

    /** @throws AppError `conflict` when somebody has changed the entry since `revision` */
    async correct(actor: Actor, at: At, wanted: WorkCorrection): Promise<WorkLog> {
      const { from, to, what, onlyOutOfHours, questionIds, revision, reason } = wanted
      await change(actor, at, async (entry, stores) => {
        const next = { ...entry, from, to, what, onlyOutOfHours, questionIds }
        if (entry.revision !== revision) throw changedMeanwhile()
        await requireFree(stores, entry, next)
        return { ...next, earlier: [...entry.earlier, replaced(entry, actor.name, reason)] }
      })
      return view(actor, at.itemId)
    },

    async withdraw(actor: Actor, at: At, reason: string): Promise<WorkLog> {
      await change(actor, at, (entry) => ({ ...entry, withdrawn: said(actor, reason) }))
      return view(actor, at.itemId)
    },

    /** @throws AppError `conflict` when the entry has an objection already */
    async object(actor: Actor, at: At, reason: string): Promise<WorkLog> {
      const ticket = await requireTicket(db, actor, at.itemId)
      if (!(await isContactOf(db, ticket, actor)))
        throw new AppError(
          'forbidden',
          'Only authorised persons and organisational contacts object',
        )
      await store(ticket, at.id, async (entry, stores) => {
        await requireOpenMonth(stores, ticket, entry)
        if (entry.objection) throw new AppError('conflict', 'Somebody has objected already')
        return { ...entry, objection: { ...said(actor, reason), answer: null } }
      })
      return view(actor, at.itemId)
    },

    async answer(actor: Actor, at: At, reason: string): Promise<WorkLog> {
      const ticket = await requirePartnersTicket(db, actor, at.itemId)
      await store(ticket, at.id, (entry) => {
        if (!entry.objection) throw new AppError('conflict', 'Nobody has objected to this entry')
        return { ...entry, objection: { ...entry.objection, answer: said(actor, reason) } }
      })
      return view(actor, at.itemId)
    },

    async timer(actor: Actor, itemId: number, action: TimerAction): Promise<WorkLog> {
      await timer.act(actor, await requirePartnersTicket(db, actor, itemId), action)
      return view(actor, itemId)
    },
  }

  async function view(actor: Actor, itemId: number): Promise<WorkLog> {
    const ticket = await requireTicket(db, actor, itemId)
    const mayWrite = ticket.memberIds.partner === actor.memberId
    const entries = await db.work.listOf(ticket.id)
    const terms = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
    return {
      entries: entries.map(({ memberId, userId, ticketId: _, ...entry }) => ({
        ...entry,
        isOwn: mayWrite && isHis(actor, { memberId, userId }),
      })),
      tariff: terms.tariff,
      isFree: isFree(terms.tariff, { level: ticket.level, category: categoryOf(ticket) }),
      mayWrite,
      mayObject: !mayWrite && (await isContactOf(db, ticket, actor)),
      timer: mayWrite ? await timer.view(actor) : null,
    }
  }

  /**
   * Enters work once for its id.
   *
   * @throws AppError `workOverlaps` with the other entry's ticket and times in `details`;
   *   `badRequest` for work that is still to come; `consentNeeded`
   */
  async function record(
    ticket: Ticket,
    engineer: Engineer & { name: string },
    { endsTimer, ...work }: NewWork,
  ): Promise<void> {
    const { memberId, userId, name } = engineer
    const now = clock.now()
    if (work.to > now + toleratedMs)
      throw new AppError('badRequest', 'This is still to come', { field: 'to' })
    await db.transaction(async (stores) => {
      await stores.work.lockEngineer(engineer)
      const known = await stores.work.find(work.id)
      if (known && known.ticketId !== ticket.id) throw changedMeanwhile()
      if (!known) {
        await requireFree(stores, engineer, work)
        await requireConsent(stores, ticket, { from: work.from, now })
        await stores.work.add({
          ...work,
          ...{ memberId, userId, ticketId: ticket.id, engineer: name },
          ...{ enteredAt: now, revision: 1, earlier: [], withdrawn: null, objection: null },
        })
      }
      if (endsTimer) await stores.work.setTimer(engineer, undefined)
      await watchLimits(stores, ticket, { from: work.from, now })
    })
    wake()
  }

  /** A change by the engineer himself, or by an administrator of the partner. */
  async function change(actor: Actor, at: At, work: Work): Promise<void> {
    const ticket = await requirePartnersTicket(db, actor, at.itemId)
    await store(ticket, at.id, (entry, stores) => {
      if (!isHis(actor, entry))
        throw new AppError('forbidden', 'This entry belongs to somebody else')
      if (entry.withdrawn) throw changedMeanwhile()
      return work(entry, stores)
    })
  }

  type Work = (entry: WorkRecord, stores: Stores) => WorkRecord | Promise<WorkRecord>

  async function store(ticket: Ticket, id: string, work: Work): Promise<void> {
    await db.transaction(async (stores) => {
      const entry = await stores.work.find(id)
      if (entry?.ticketId !== ticket.id)
        throw new AppError('notFound', 'There is no such entry of the work log')
      await stores.work.lockEngineer(entry)
      const next = await work(entry, stores)
      const isStored = await stores.work.replace(
        { ...next, revision: entry.revision + 1 },
        entry.revision,
      )
      if (!isStored) throw changedMeanwhile()
      await watchLimits(stores, ticket, { from: next.from, now: clock.now() })
    })
  }

  async function requireFree(
    stores: Stores,
    engineer: Engineer,
    work: { id: string; from: number; to: number },
  ): Promise<void> {
    const [other] = await stores.work.overlapping(engineer, work)
    if (!other) return
    const number = (await stores.tickets.find(other.ticketId))?.number ?? 0
    throw new AppError('workOverlaps', 'This engineer has entered work for that time already', {
      details: { number, from: other.from, to: other.to },
    })
  }

  function said({ name }: Actor, reason: string) {
    return { at: clock.now(), by: name, reason }
  }

  function replaced(entry: WorkRecord, by: string, reason: string): WorkChange {
    const { from, to, what, onlyOutOfHours, questionIds } = entry
    return { from, to, what, onlyOutOfHours, questionIds, at: clock.now(), by, reason }
  }
}

const isHis = (actor: Actor, { memberId, userId }: Engineer): boolean =>
  actor.memberId === memberId && (actor.isManager || actor.userId === userId)

const changedMeanwhile = () => new AppError('conflict', 'Somebody has changed the entry meanwhile')
