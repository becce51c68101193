import { erasedName } from '../../shared/audit/erased-name.ts'
import { dateOf } from '../../shared/calendar/civil-day.ts'
import { civilDayAt } from '../../shared/calendar/zone.ts'
import {
  type Erased,
  type ErasureBlock,
  type ErasurePreview,
  type KnownPeople,
  type Subject,
  sumOf,
  traceKinds,
  type Traces,
} from '../../shared/api/person-erasure.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Whom } from '../db/person-erasure-store.ts'
import { AppError } from '../errors.ts'
import { coverOf } from './cover-of.ts'
import { findPeople, findWhom } from './find-people.ts'

type Deps = { db: Database; clock: Clock }

export type ErasePerson = ReturnType<typeof createErasePerson>

/**
 * Erases what a party's part of the data says of one person, in one transaction. What he wrote and
 * did in tickets stays, as the other party's evidence too. His name comes back when he writes again,
 * opens the app, or is named anew, and not by the reading of what stands in the portals.
 */
export function createErasePerson({ db, clock }: Deps) {
  return {
    async people({ memberId }: AuditActor): Promise<KnownPeople> {
      const people = await findPeople(db, memberId)
      return {
        people: people.map(({ kind, id, names, emails }) => ({
          ...{ kind, id, name: names[0] ?? '', email: emails[0] ?? null },
        })),
      }
    },

    /** What would go: it is done, counted and undone. */
    async preview({ memberId }: AuditActor, subject: Subject): Promise<ErasurePreview> {
      const whom = await findWhom(db, memberId, subject)
      if (!whom) throw new AppError('notFound', 'Nothing is known of this person')
      const name = whom.names[0] ?? whom.emails[0] ?? ''
      return { name, blocked: await blockOf(db, whom), traces: await rehearse(whom) }
    },

    /** @throws AppError `lastOfList` or `onDuty`: something has to be done first */
    async erase(actor: AuditActor, subject: Subject): Promise<Erased> {
      return db.transaction(async (stores) => {
        const whom = await findWhom(stores, actor.memberId, subject)
        if (!whom) return { traces: nothing }
        const blocked = await blockOf(stores, whom)
        if (blocked) throw new AppError(blocked, 'Something has to be done before the erasure')
        const traces = await eraseWhom(stores, whom)
        const records = sumOf(traces)
        if (records > 0) await note(stores, whom, { actor, records })
        return { traces }
      })
    },
  }

  async function rehearse(whom: Whom): Promise<Traces> {
    let traces = nothing
    const undone = new Error('A rehearsal is undone')
    await db
      .transaction(async (stores) => {
        traces = await eraseWhom(stores, whom)
        throw undone
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error
      })
    return traces
  }

  async function eraseWhom(stores: Stores, whom: Whom): Promise<Traces> {
    const duties = await erasePastDuties(stores, whom)
    return { ...(await stores.personErasure.erase(whom, clock.now())), duties }
  }

  /** Replacements that are over; whoever keeps the rota open meanwhile is told that it has changed. */
  async function erasePastDuties({ onCall }: Stores, { memberId, userId }: Whom): Promise<number> {
    const { settings, revision } = await onCall.find(memberId)
    const exceptions = settings.exceptions.filter(({ person }) => person.id !== userId)
    const gone = settings.exceptions.length - exceptions.length
    if (gone > 0) await onCall.save(memberId, { ...settings, exceptions }, revision)
    return gone
  }

  async function blockOf(
    stores: Pick<Stores, 'contracts' | 'contractLife' | 'onCall'>,
    whom: Whom,
  ): Promise<ErasureBlock | null> {
    if (whom.side === 'partner') return (await isOnDuty(stores, whom)) ? 'onDuty' : null
    for (const id of whom.contractIds)
      if (await isLastOf(stores, id, whom.personIds)) return 'lastOfList'
    return null
  }

  async function isOnDuty(
    { onCall }: Pick<Stores, 'onCall'>,
    { memberId, userId }: Whom,
  ): Promise<boolean> {
    const { shifts, exceptions, manager, zone } = (await onCall.find(memberId)).settings
    const today = dateOf(civilDayAt(zone, clock.now()))
    const named = [
      ...shifts.flatMap(({ persons }) => persons),
      ...exceptions.filter(({ to }) => to >= today).map(({ person }) => person),
      ...(manager ? [manager] : []),
    ]
    return named.some(({ id }) => id === userId)
  }

  /** Nobody would be left who may file, or who may change the list (§5). */
  async function isLastOf(
    stores: Pick<Stores, 'contracts' | 'contractLife'>,
    contractId: string,
    personIds: readonly string[],
  ): Promise<boolean> {
    const contract = await stores.contracts.find(contractId)
    if (contract?.state !== 'active' && contract?.state !== 'accepted') return false
    if ((await coverOf(stores, contractId, clock.now())) === 'ended') return false
    const persons = await stores.contracts.persons(contractId)
    const others = persons.filter(({ id }) => !personIds.includes(id))
    return (['isAuthorised', 'isOrganisational'] as const).some(
      (role) => persons.some((one) => one[role]) && !others.some((one) => one[role]),
    )
  }

  /** Without the name, also when he has it done himself. */
  async function note(
    { contracts, audit }: Stores,
    { memberId, side, userId }: Whom,
    { actor, records }: { actor: AuditActor; records: number },
  ): Promise<void> {
    const contract =
      side === 'customer' ? await contracts.findLatestOfCustomer(memberId) : undefined
    await audit.record({
      ...{ memberId: contract?.partnerMemberId ?? memberId, contractId: contract?.id ?? null },
      ...{ code: 'person.erased', about: erasedName, at: clock.now() },
      by: actor.userId === userId ? { ...actor, name: erasedName } : actor,
      ...{ before: { records }, after: null },
    })
  }
}

const nothing = Object.fromEntries(traceKinds.map((kind) => [kind, 0])) as Traces
