import type { Logger } from 'pino'
import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock } from '../../shared/time.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { Changes } from './commit-ticket.ts'
import type { ReadComment } from './locate-comments.ts'
import type { SideReading } from './read-side.ts'
import type { CommentsReading, Surroundings } from './translate-comments.ts'
import { translateComments, translateReading } from './translate-reading.ts'
import type { Translation } from './translation.ts'
import { translationEffects } from './translation-effects.ts'

/** Why an item is looked at. */
export type Cause = {
  inboxIds: readonly number[]
  /**
   * When nothing but such events came: updates of the item, which may be echoes of our own writes,
   * and comments, as they read now. null: the whole card has to be read.
   */
  events: { updates: number; comments: readonly ReadComment[] } | null
}

type ReadyPortal = Portal & { place: Place }

/** One look at a ticket in one portal. */
type Visit = { ticket: Ticket; side: Side; inboxIds: readonly number[] }

type Way<Reading> = Omit<Visit, 'ticket'> & {
  translate: (ticket: Ticket, reading: Reading, around: Surroundings) => Translation
}

type Deps = {
  db: Database
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
  const { db, clock, lock } = deps

  return {
    /** Looks at an item of a portal and works in whatever is new. */
    async item(portal: Portal | undefined, itemId: number, cause: Cause): Promise<void> {
      const { inboxIds } = cause
      // Once it is installed again, the sweep finds what has happened meanwhile.
      if (!portal?.place || !portal.isInstalled || portal.role === null)
        return db.inbox.remove(inboxIds)
      const { memberId } = portal
      const ready = { ...portal, place: portal.place }
      const known = await db.tickets.idOfItem(memberId, itemId)
      if (known !== undefined) return look(ready, itemId, { ...cause, ticketId: known })
      await lock.run(`${memberId}:${String(itemId)}`, async () => {
        const made = await db.tickets.idOfItem(memberId, itemId)
        if (made !== undefined) await look(ready, itemId, { ...cause, ticketId: made })
        else await registerNew(ready, itemId, inboxIds)
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
    { ticketId, inboxIds, events }: Cause & { ticketId: string },
  ): Promise<void> {
    await deps.recoverTicket(ticketId)
    return lock.run(ticketId, async () => {
      const ticket = await db.tickets.findByItem(portal.memberId, itemId)
      // The item has gone while we waited for our turn: the next step finds out what it is now.
      if (ticket?.id !== ticketId) return
      const side: Side = ticket.memberIds.customer === portal.memberId ? 'customer' : 'partner'
      const rest = events && withoutEchoes(ticket, side, events.updates)
      if (!rest) return takeCard(portal, { ticket, side, inboxIds })
      // A reading of the whole card that came later knows better.
      const isFresh = ({ readAt }: ReadComment) => readAt >= (ticket.sides[side].readAt ?? 0)
      const comments = events.comments.filter(isFresh)
      if (comments.length === 0) await takeEchoes(rest, inboxIds)
      else await takeComments(portal, comments, { ticket: rest, side, inboxIds })
    })
  }

  /** They tell nothing that we do not know: there is nothing to think about. */
  function takeEchoes(ticket: Ticket, inboxIds: readonly number[]): Promise<void> {
    return db.transaction(async (stores) => {
      await stores.tickets.saveSides(ticket)
      await stores.inbox.remove(inboxIds)
    })
  }

  /** @returns the ticket that expects these echoes no more; undefined when there are other updates */
  function withoutEchoes(ticket: Ticket, side: Side, updates: number): Ticket | undefined {
    const state = ticket.sides[side]
    const expected = state.echoes.filter((until) => until >= clock.now())
    if (updates > expected.length) return undefined
    const echoes = expected.slice(updates)
    return { ...ticket, sides: { ...ticket.sides, [side]: { ...state, echoes } } }
  }

  async function registerNew(
    portal: ReadyPortal,
    itemId: number,
    inboxIds: readonly number[],
  ): Promise<void> {
    // Items that people make in the partner's portal by hand are nobody's ticket.
    if (portal.role !== 'customer') return db.inbox.remove(inboxIds)
    await deps.requireAdopted(portal.memberId)
    const reading = await deps.readSide(portal, 'customer', itemId)
    if (await isMadeByUs(reading, portal)) return db.inbox.remove(inboxIds)
    const ticket = await deps.register(reading, portal, inboxIds)
    if (!ticket) return db.inbox.remove(inboxIds)
    deps.log.info({ ticketId: ticket.id, itemId }, 'ticket registered')
  }

  /** An item in place of a deleted one; its ticket is about to learn of it. */
  async function isMadeByUs({ item }: SideReading, portal: Portal): Promise<boolean> {
    const ticket = item?.xmlId ? await db.tickets.find(item.xmlId) : undefined
    return ticket?.memberIds.customer === portal.memberId
  }

  async function takeCard(portal: ReadyPortal, { ticket, side, inboxIds }: Visit): Promise<void> {
    const itemId = ticket.itemIds[side]
    if (itemId === null) return db.inbox.remove(inboxIds)
    const reading = await deps.readSide(portal, side, itemId)
    await work(ticket, reading, { side, inboxIds, translate: translateReading })
  }

  async function takeComments(
    portal: ReadyPortal,
    comments: readonly ReadComment[],
    { ticket, side, inboxIds }: Visit,
  ): Promise<void> {
    const reading = await deps.readAuthors(portal, side, comments)
    await work(ticket, reading, { side, inboxIds, translate: translateComments })
  }

  async function work<Reading>(
    ticket: Ticket,
    reading: Reading,
    { side, inboxIds, translate }: Way<Reading>,
  ): Promise<void> {
    const contract = await db.contracts.find(ticket.contractId)
    if (!contract) return db.inbox.remove(inboxIds)
    const terms = await db.contracts.terms(contract.id, ticket.termsVersion)
    const around = await surroundingsOf(ticket, { side, contract, terms })
    const translation = translate(ticket, reading, around)
    await deps.commit({
      ticket: translation.ticket,
      isNew: false,
      contract,
      terms,
      facts: translation.facts,
      messages: translation.messages,
      changedMessages: translation.changedMessages,
      tells: (thought) => translationEffects(thought, translation, { side, contract }),
      inboxIds,
    })
  }

  async function surroundingsOf(
    ticket: Ticket,
    { side, contract, terms }: { side: Side; contract: ContractRecord; terms: Terms },
  ): Promise<Surroundings> {
    return {
      persons: await db.contracts.persons(contract.id),
      publicMark: contract.publicMark,
      own: await db.outbox.ownComments(ticket.id),
      known: await db.messages.listOf(ticket.id),
      toSafeText: (bbcode) => deps.toSafeText(bbcode),
      onDeletion: terms.policy.onDeletion ?? 'restore',
      isUnsure: await db.outbox.isUncertain(`${ticket.id}:item:${side}`),
    }
  }
}
