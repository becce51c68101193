import { computeClocks } from '../../shared/sla/clocks.ts'
import { clocksAt } from '../../shared/sla/ticket-clocks.ts'
import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { Changes } from './commit-ticket.ts'
import { keepLostComments } from './keep-lost-comments.ts'
import { withSharedFiles } from './lost-files.ts'
import { type LostComment, lostComments, numbered, pairMirrors } from './lost-mirrors.ts'
import { lostMoves } from './lost-moves.ts'
import { ordinalIn } from './our-wording.ts'
import { withSide } from './own-writes.ts'
import type { SideReading } from './read-side.ts'
import { firstComment } from './registration.ts'
import type { Surroundings } from './translate-comments.ts'
import { translateReading } from './translate-reading.ts'
import type { Translation } from './translation.ts'
import { translationEffects } from './translation-effects.ts'

type Deps = {
  db: Database
  clock: Clock
  lock: KeyedLock
  readSide: (portal: Portal & { place: Place }, side: Side, itemId: number) => Promise<SideReading>
  commit: (changes: Changes) => Promise<Ticket>
  toSafeText: (bbcode: string) => string
}

type Around = {
  contract: ContractRecord
  terms: Terms
  surroundings: Surroundings
  lost: readonly LostComment[]
}

export type RecoverTicket = ReturnType<typeof createRecoverTicket>

/**
 * After a backup was restored both portals know more of a ticket than we do: what people did since, and
 * what we ourselves carried over. Both cards are read together, before anything is thought or said of
 * the ticket, so that all of it becomes known and none of it is repeated.
 */
export function createRecoverTicket(deps: Deps) {
  const { db, clock, lock, commit } = deps
  let isOver = false

  /** Reads a ticket anew that was not yet since the restoration; others cost nothing. */
  return async function recoverTicket(ticketId: string): Promise<void> {
    if (isOver || !(await isUnread(ticketId))) return
    await lock.run(ticketId, async () => {
      const ticket = await db.tickets.find(ticketId)
      const contract = ticket && (await db.contracts.find(ticket.contractId))
      if (!(await db.restorations.isUnread(ticketId))) return
      if (ticket && contract) await recover(ticket, contract)
      else await db.restorations.read(ticketId)
    })
  }

  async function isUnread(ticketId: string): Promise<boolean> {
    isOver = !(await db.restorations.isAnyLeft())
    return !isOver && db.restorations.isUnread(ticketId)
  }

  async function recover(ticket: Ticket, contract: ContractRecord): Promise<void> {
    const readings = await readBoth(ticket)
    const { comments: own } = await db.outbox.remembered(ticket.id)
    const known = await db.messages.listOf(ticket.id)
    const lost = lostComments(readings, { number: ticket.number, own, known })
    const terms = await db.contracts.terms(contract.id, ticket.termsVersion)
    const persons = await db.contracts.persons(contract.id)
    const surroundings: Surroundings = {
      ...{ persons, known, publicMark: contract.publicMark, toSafeText: deps.toSafeText },
      own: [
        ...own,
        ...lost.map(({ side, comment: { id, text } }) => ({ side, text, commentId: id })),
      ],
      onDeletion: terms.policy.onDeletion ?? 'restore',
      isUnsure: true,
    }
    const around = { contract, terms, surroundings, lost }
    const changes = changesOf(ticket, readings, {
      ...around,
      history: await db.history.facts(ticket.id),
    })
    const place = (await db.portals.find(ticket.memberIds.customer))?.place
    await commit({
      ...changes,
      tells: (thought) => [
        ...changes.tells(thought),
        // Known by its key when it was written before.
        ...firstComment(thought, contract, {
          ...{ persons, zone: contractZone(terms.calendar), appCode: place?.appCode },
        }),
      ],
    })
  }

  /** @throws BitrixError when one of the portals does not answer */
  async function readBoth(ticket: Ticket): Promise<SideReading[]> {
    const readings: SideReading[] = []
    for (const side of ['customer', 'partner'] as const) {
      const itemId = ticket.itemIds[side]
      const portal = await db.portals.find(ticket.memberIds[side])
      if (itemId === null || !portal?.place || !portal.isInstalled) continue
      readings.push(await deps.readSide({ ...portal, place: portal.place }, side, itemId))
    }
    return readings
  }

  function changesOf(
    ticket: Ticket,
    readings: readonly SideReading[],
    { contract, terms, surroundings, lost, history }: Around & { history: readonly Fact[] },
  ): Changes {
    const { known } = surroundings
    const read = translateBoth(withSharedFiles(ticket, readings), readings, surroundings)
    const receivedAt = Math.max(clock.now(), ...readings.map((one) => one.receivedAt))
    const pairing = { number: ticket.number, customerName: contract.customerName, receivedAt }
    const unsent = known.filter(({ mirrorCommentId }) => mirrorCommentId === null)
    const paired = pairMirrors([...unsent, ...read.flatMap((one) => one.messages)], lost, pairing)
    const isNew = ({ id }: { id: string }) => !known.some((message) => message.id === id)
    const taken = [
      ...known.map(({ ordinal }) => ordinal),
      ...lost.map(({ comment }) => ordinalIn(comment.text, ticket.number) ?? 0),
    ]
    const messages = numbered(paired.messages.filter(isNew), taken)
    const said = [...read.flatMap((one) => one.facts), ...paired.deliveries]
    const moves = lostMoves(ticket, readings, { terms, facts: [...history, ...said] })
    const facts = withoutOwnLevel([...said, ...moves], { history, terms, now: clock.now() })
    const last = read.at(-1)?.ticket ?? ticket
    return {
      ticket: withMarks(last, readings),
      ...{ isNew: false, contract, terms, facts, messages, inboxIds: [] },
      changedMessages: read.flatMap((one) => one.changedMessages),
      tells: (thought) =>
        read.flatMap((one, index) => {
          const { side } = readings[index] ?? { side: 'customer' as const }
          const own = messages.filter((message) => message.side === side)
          const moved = facts.filter((fact) => fact.kind === 'stage' && fact.by === side)
          const translation = { ...one, messages: own, facts: moved }
          return translationEffects(thought, translation, { side, contract })
        }),
      also: (stores: Stores) =>
        keepLostComments(stores, ticket, { lost, paired: paired.messages, now: clock.now() }),
    }
  }
}

/** One side after the other; the moves of both are read together later. */
function translateBoth(
  ticket: Ticket,
  readings: readonly SideReading[],
  surroundings: Surroundings,
): Translation[] {
  let current = ticket
  return readings.map((reading) => {
    const translation = translateReading(current, { ...reading, moves: [] }, surroundings)
    current = translation.ticket
    return translation
  })
}

/** All rows of the stage histories are worked in with this. */
function withMarks(ticket: Ticket, readings: readonly SideReading[]): Ticket {
  return readings.reduce((marked, { side, moves }) => {
    const { stageMark } = marked.sides[side]
    const mark = Math.max(stageMark, ...moves.map((move) => move.id))
    return withSide(marked, side, { stageMark: mark, ownMoves: [] })
  }, ticket)
}

type Known = { history: readonly Fact[]; terms: Terms; now: Instant }

/** The level that an item shows may be the one that the engine itself had set. */
function withoutOwnLevel(facts: readonly Fact[], { history, terms, now }: Known): Fact[] {
  const others = facts.filter(({ kind }) => kind !== 'levelChanged')
  const clocks = computeClocks(terms.policy, terms.calendar, [...history, ...others])
  const { level } = clocksAt(clocks, now)
  return facts.filter((fact) => fact.kind !== 'levelChanged' || fact.level !== level)
}
