import type { Logger } from 'pino'
import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { Changes } from './commit-ticket.ts'
import type { ContractReads } from './contract-reads.ts'
import type { ReadComment } from './locate-comments.ts'
import { withSide } from './own-writes.ts'
import type { SideReading } from './read-side.ts'
import type { CommentsReading, Surroundings } from './translate-comments.ts'
import { translateComments, translateReading } from './translate-reading.ts'
import type { Translation } from './translation.ts'
import { translationEffects } from './translation-effects.ts'

/** Why an item is looked at. */
export type Cause = {
  inboxIds: readonly number[]
  /** The ticket that the item was known to belong to. */
  ticketId?: string | undefined
  /** How often the item was updated, be it by our own writes. */
  updates: number
  /**
   * When nothing came besides but comments, as they read now, and the times of changes that a sweep has
   * found. null: the whole card has to be read.
   */
  events: { comments: readonly ReadComment[]; swept: readonly Instant[] } | null
}

/** Nothing is written with which the signals could have gone: they may be removed. */
export type Looked = 'spent' | undefined

type ReadyPortal = Portal & { place: Place }

/** One look at a ticket in one portal. */
type Visit = { ticket: Ticket; side: Side; inboxIds: readonly number[] }

type Way<Reading> = Omit<Visit, 'ticket'> & {
  translate: (ticket: Ticket, reading: Reading, around: Surroundings) => Translation
}

type Deps = {
  db: Database
  contracts: ContractReads
  clock: Clock
  lock: KeyedLock
  log: Logger
  readSide: (portal: ReadyPortal, side: Side, itemId: number) => Promise<SideReading>
  readAuthors: (
    portal: ReadyPortal,
    side: Side,
    comments: readonly ReadComment[],
  ) => Promise<CommentsReading>
  register: (
    reading: SideReading,
    portal: Portal,
    inboxIds: readonly number[],
  ) => Promise<Ticket | null>
  commit: (changes: Changes) => Promise<Ticket>
  toSafeText: (bbcode: string) => string
  /** After a backup was restored a ticket is read anew before anything is done to it. */
  recoverTicket: (ticketId: string) => Promise<void>
  /** @throws Error while tickets that a restored backup does not know are still to be found */
  requireAdopted: (customerId: string) => Promise<void>
}

/** The one way a ticket changes: every event, hint, sweep and tick ends up here. */
export function createSyncTicket(deps: Deps) {
  const { db, contracts, clock, lock } = deps

  return {
    /** Looks at an item of a portal and works in whatever is new. */
    async item(portal: Portal | undefined, itemId: number, cause: Cause): Promise<Looked> {
      // Once it is installed again, the sweep finds what has happened meanwhile.
      if (!portal?.place || !portal.isInstalled || portal.role === null) return 'spent'
      const { memberId } = portal
      const ready = { ...portal, place: portal.place }
      const { ticketId } = cause
      if (ticketId !== undefined) return look(ready, itemId, { ...cause, ticketId })
      return lock.run(`${memberId}:${String(itemId)}`, async () => {
        const made = await db.tickets.idOfItem(memberId, itemId)
        if (made !== undefined) return look(ready, itemId, { ...cause, ticketId: made })
        return registerNew(ready, itemId, cause.inboxIds)
      })
    },

    /** Time has passed or a delivery was proven: thinks again without reading anything. */
    async ticket(
      ticketId: string,
      facts: readonly Fact[],
      inboxIds: readonly number[],
    ): Promise<void> {
      await deps.recoverTicket(ticketId)
      await lock.run(ticketId, async () => {
        const ticket = await db.tickets.find(ticketId)
        const contract = ticket && (await db.contracts.find(ticket.contractId))
        if (!ticket || !contract) return db.inbox.remove(inboxIds)
        await deps.commit({
          ticket,
          isNew: false,
          contract,
          terms: await db.contracts.terms(contract.id, ticket.termsVersion),
          facts,
          messages: [],
          changedMessages: [],
          tells: () => [],
          inboxIds,
        })
      })
    },
  }

  /** A ticket is always worked on under its own key. */
  async function look(
    portal: ReadyPortal,
    itemId: number,
    { ticketId, inboxIds, updates, events }: Cause & { ticketId: string },
  ): Promise<Looked> {
    await deps.recoverTicket(ticketId)
    return lock.run(ticketId, async () => {
      const ticket = await db.tickets.findByItem(portal.memberId, itemId)
      // The item has gone while we waited for our turn: the next step finds out what it is now.
      if (ticket?.id !== ticketId) return undefined
      const side: Side = ticket.memberIds.customer === portal.memberId ? 'customer' : 'partner'
      const state = ticket.sides[side]
      const expected = state.echoes.filter((until) => until >= clock.now())
      const rest = withSide(ticket, side, { echoes: expected.slice(updates) })
      const isChanged = events?.swept.some((at) => at !== state.seen?.updatedAt)
      if (!events || isChanged || updates > expected.length)
        return takeCard(portal, { ticket: rest, side, inboxIds })
      // A reading of the whole card that came later knows better.
      const isFresh = ({ readAt }: ReadComment) => readAt >= (state.readAt ?? 0)
      const comments = events.comments.filter(isFresh)
      if (comments.length > 0)
        return takeComments(portal, comments, { ticket: rest, side, inboxIds })
      // They tell nothing that we do not know: there is nothing to think about.
      if (updates > 0) await db.tickets.saveSides(rest)
      return 'spent'
    })
  }

  async function registerNew(
    portal: ReadyPortal,
    itemId: number,
    inboxIds: readonly number[],
  ): Promise<Looked> {
    // Items that people make in the partner's portal by hand are nobody's ticket.
    if (portal.role !== 'customer') return 'spent'
    await deps.requireAdopted(portal.memberId)
    const reading = await deps.readSide(portal, 'customer', itemId)
    if (await isMadeByUs(reading, portal)) return 'spent'
    const ticket = await deps.register(reading, portal, inboxIds)
    if (!ticket) return 'spent'
    deps.log.info({ ticketId: ticket.id, itemId }, 'ticket registered')
    return undefined
  }

  /** An item in place of a deleted one; its ticket is about to learn of it. */
  async function isMadeByUs({ item }: SideReading, portal: Portal): Promise<boolean> {
    const ticket = item?.xmlId ? await db.tickets.find(item.xmlId) : undefined
    return ticket?.memberIds.customer === portal.memberId
  }

  async function takeCard(portal: ReadyPortal, { ticket, side, inboxIds }: Visit): Promise<Looked> {
    const itemId = ticket.itemIds[side]
    if (itemId === null) return 'spent'
    const reading = await deps.readSide(portal, side, itemId)
    return work(ticket, reading, { side, inboxIds, translate: translateReading })
  }

  async function takeComments(
    portal: ReadyPortal,
    comments: readonly ReadComment[],
    { ticket, side, inboxIds }: Visit,
  ): Promise<Looked> {
    const reading = await deps.readAuthors(portal, side, comments)
    return work(ticket, reading, { side, inboxIds, translate: translateComments })
  }

  async function work<Reading>(
    ticket: Ticket,
    reading: Reading,
    { side, inboxIds, translate }: Way<Reading>,
  ): Promise<Looked> {
    const contract = await contracts.find(ticket.contractId)
    if (!contract) return 'spent'
    const terms = await contracts.terms(contract.id, ticket.termsVersion)
    const around = await surroundingsOf(ticket, { side, contract, terms })
    const translation = translate(ticket, reading, around)
    await deps.commit({
      ticket: translation.ticket,
      known: ticket,
      isNew: false,
      contract,
      terms,
      facts: translation.facts,
      messages: translation.messages,
      changedMessages: translation.changedMessages,
      tells: (thought) => translationEffects(thought, translation, { side, contract }),
      inboxIds,
    })
    return undefined
  }

  async function surroundingsOf(
    ticket: Ticket,
    { side, contract, terms }: { side: Side; contract: ContractRecord; terms: Terms },
  ): Promise<Surroundings> {
    const { comments, uncertain } = await db.outbox.remembered(ticket.id)
    return {
      persons: await contracts.persons(contract.id),
      publicMark: contract.publicMark,
      own: comments,
      known: await db.messages.listOf(ticket.id),
      toSafeText: (bbcode) => deps.toSafeText(bbcode),
      onDeletion: terms.policy.onDeletion ?? 'restore',
      isUnsure: uncertain.has(`${ticket.id}:item:${side}`),
    }
  }
}
