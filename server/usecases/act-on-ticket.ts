import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Clock } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import { inEach, type Words } from '../../shared/words/language.ts'
import type { Database } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { StaleError } from '../errors.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { Changes } from './commit-ticket.ts'
import { type MessagePost, outsideMessage, outsideMessageRows } from './outside-message.ts'
import { robotMessage, robotMessageRows } from './robot-message.ts'

/** What somebody does to a ticket without a record of a portal behind it. */
export type TicketAct = {
  facts: readonly Fact[]
  /**
   * A public message that goes out with it, in the name of `author`, verbatim unless the words are
   * ours; `post` when a person wrote it elsewhere.
   */
  says: { text: Words; asks: boolean; author: string; post?: MessagePost } | null
}

/** Who acts, and what else is written in the same transaction. */
export type ActSetting = {
  side: Side
  inboxIds?: readonly number[]
  tells?: (ticket: Ticket) => NewOutboxRow[]
}

type Deps = {
  db: Database
  clock: Clock
  lock: KeyedLock
  commit: (changes: Changes) => Promise<Ticket>
  toSafeText: (bbcode: string) => string
  /** After a backup was restored a ticket is read anew before anything is done to it. */
  recoverTicket: (ticketId: string) => Promise<void>
}

export type ActOnTicket = ReturnType<typeof createActOnTicket>

/** Robots, and people where the portal has no record for what they do, change a ticket by this. */
export function createActOnTicket(deps: Deps) {
  const { db, clock, lock, commit, toSafeText } = deps

  /**
   * @param decide sees the ticket as it stands by then; null: nothing is to be done
   * @returns the ticket with its new clocks
   */
  return async function actOnTicket(
    ticketId: string,
    setting: ActSetting,
    decide: (ticket: Ticket) => Promise<TicketAct | null>,
  ): Promise<Ticket> {
    await deps.recoverTicket(ticketId)
    return lock.run(ticketId, () =>
      unlessStale(async () => {
        const ticket = await db.tickets.find(ticketId)
        if (!ticket) throw new Error('The ticket has gone')
        const act = await decide(ticket)
        return act ? commit(await changesOf(ticket, act, setting)) : ticket
      }),
    )
  }

  /** Another replica may have been quicker: then the ticket is read again. */
  async function unlessStale(work: () => Promise<Ticket>, left = 3): Promise<Ticket> {
    return work().catch((error: unknown) => {
      if (error instanceof StaleError && left > 0) return unlessStale(work, left - 1)
      throw error
    })
  }

  async function changesOf(
    ticket: Ticket,
    { facts, says }: TicketAct,
    { side, inboxIds = [], tells = () => [] }: ActSetting,
  ): Promise<Changes> {
    const contract = await db.contracts.find(ticket.contractId)
    if (!contract) throw new Error('A ticket without a contract')
    const terms = await db.contracts.terms(contract.id, ticket.termsVersion)
    const said = says && (await saidOf(ticket, says, side))
    const around = { customerName: contract.customerName, zone: contractZone(terms.calendar) }
    return {
      ticket,
      isNew: false,
      contract,
      terms,
      facts: said ? [...facts, said.fact] : facts,
      messages: said ? [said.message] : [],
      changedMessages: [],
      tells: (thought) => [...(said ? messageRows(thought, said, around) : []), ...tells(thought)],
      inboxIds,
    }
  }

  async function saidOf(ticket: Ticket, says: NonNullable<TicketAct['says']>, side: Side) {
    const known = await db.messages.listOf(ticket.id)
    const portal = await db.portals.find(ticket.memberIds[side])
    const words = inEach((language) => toSafeText(says.text[language]))
    const [text, at] = [words[portal?.language ?? 'ru'], clock.now()]
    const { post, author } = says
    const made = post
      ? outsideMessage(ticket, known, { text, author, post, recordedAt: at })
      : robotMessage(ticket, known, { ...says, text, side, at })
    return { ...made, words }
  }
}

const messageRows = (
  ticket: Ticket,
  { message, words }: { message: MessageRecord; words: Words },
  around: { customerName: string; zone: string },
): NewOutboxRow[] =>
  message.postId === null
    ? robotMessageRows(ticket, message, { ...around, words })
    : outsideMessageRows(ticket, message, around)
