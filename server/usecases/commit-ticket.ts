import { computeClocks } from '../../shared/sla/clocks.ts'
import { decide, type Notice } from '../../shared/sla/decide.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Clock } from '../../shared/time.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { noticeEffects } from './notice-effects.ts'

/** What one look at a ticket brought. */
export type Changes = {
  ticket: Ticket
  isNew: boolean
  contract: ContractRecord
  terms: Terms
  facts: readonly Fact[]
  messages: readonly MessageRecord[]
  /** Tells that follow from the facts themselves, made when the clocks are known. */
  tells(ticket: Ticket): NewOutboxRow[]
  /** Signals that are worked off with this. */
  inboxIds: readonly number[]
}

type Deps = {
  db: Database
  clock: Clock
  /** Hash of a fact chained to the one before it (shared/evidence). */
  linkHash(previous: string, fact: Fact): string
  /** Something waits in the outbox. */
  wake(): void
}

/** Thinks, and writes everything that follows in one transaction: all or none. */
export function createCommitTicket({ db, clock, linkHash, wake }: Deps) {
  return async function commitTicket(changes: Changes): Promise<Ticket> {
    const now = clock.now()
    const committed = await db.transaction(async (stores) => {
      const history = [...(await stores.history.facts(changes.ticket.id)), ...changes.facts]
      const clocks = computeClocks(changes.terms.policy, changes.terms.calendar, history)
      const announced = await stores.history.announced(changes.ticket.id)
      const { notices, wakeAt } = decide(clocks, announced, now)
      const ticket = { ...changes.ticket, clocks, level: clocks.level, wakeAt }
      await (changes.isNew ? stores.tickets.add(ticket) : stores.tickets.save(ticket))
      await appendFacts(stores, ticket.id, changes.facts)
      for (const message of changes.messages) await stores.messages.add(message)
      await stores.history.announce(ticket.id, keysOf(notices), now)
      await stores.outbox.add(effectsOf(ticket, changes, notices), now)
      await stores.inbox.remove(changes.inboxIds)
      return ticket
    })
    wake()
    return committed
  }

  async function appendFacts(stores: Stores, ticketId: string, facts: readonly Fact[]) {
    const last = await stores.history.lastLink(ticketId)
    let hash = last?.hash ?? ''
    let seq = last?.seq ?? 0
    const links = facts.map((fact) => {
      hash = linkHash(hash, fact)
      seq += 1
      return { seq, fact, hash }
    })
    await stores.history.append(ticketId, links)
  }
}

function effectsOf(ticket: Ticket, changes: Changes, notices: readonly Notice[]): NewOutboxRow[] {
  const sets = (['customer', 'partner'] as const).map((side): NewOutboxRow => {
    const memberId = ticket.memberIds[side]
    return {
      memberId,
      ticketId: ticket.id,
      key: `${ticket.id}:item:${side}`,
      effect: { kind: 'item', side },
    }
  })
  const zone = zoneOf(changes.terms)
  return [...sets, ...changes.tells(ticket), ...noticeEffects(ticket, notices, zone)]
}

export const zoneOf = (terms: Terms) =>
  terms.calendar.kind === 'business' ? terms.calendar.zone : 'Europe/Moscow'

const keysOf = (notices: readonly Notice[]) => notices.map((notice) => notice.key)
