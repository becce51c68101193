import { isDeepStrictEqual } from 'node:util'
import { nextLinks, type Sha256 } from '../../shared/evidence/chain.ts'
import { computeClocks } from '../../shared/sla/clocks.ts'
import { clocksAt } from '../../shared/sla/ticket-clocks.ts'
import { decide, keysOf, type Notice } from '../../shared/sla/decide.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { ReportRows } from '../db/report-rows-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { nextSweepAt } from './sweep-plan.ts'
import type { TellByMail } from './tell-by-mail.ts'
import { publicNotices } from './public-notices.ts'
import { occasionsOf } from './occasions.ts'
import { reportRowsOf } from './report-rows.ts'
import { tellPeople } from './tell-people.ts'
import { triggerEffects } from './trigger-effects.ts'
import { enqueueOccasions } from './webhook-deliveries.ts'

/** What one look at a ticket brought. */
export type Changes = {
  ticket: Ticket
  /** As it was found and last written, where whoever looked at it knows that. */
  known?: Ticket
  isNew: boolean
  /** xmlId of a new ticket's item, for which questions of the basket may wait. */
  filingId?: string | null
  contract: ContractRecord
  terms: Terms
  facts: readonly Fact[]
  messages: readonly MessageRecord[]
  /** Known messages that were edited or deleted, as they read now. */
  changedMessages: readonly MessageRecord[]
  /** Tells that follow from the facts themselves, made when the clocks are known. */
  tells: (ticket: Ticket) => NewOutboxRow[]
  /** What else is written in the same transaction, when the effects wait already. */
  also?: (stores: Stores) => Promise<void>
  /** Signals that are worked off with this. */
  inboxIds: readonly number[]
}

type Deps = {
  db: Database
  clock: Clock
  /** Hash of a fact chained to the one before it (shared/evidence). */
  sha256: Sha256
  tellByMail: TellByMail
  /** Something waits in the outbox. */
  wake: () => void
}

/** Thinks, and writes everything that follows in one transaction: all or none. */
export function createCommitTicket({ db, clock, sha256, tellByMail, wake }: Deps) {
  return async function commitTicket(changes: Changes): Promise<Ticket> {
    const now = clock.now()
    const committed = await db.transaction(async (stores) => {
      const thought = await think(stores, changes, now)
      const { ticket, facts, notices } = thought
      const saved = await (changes.isNew ? stores.tickets.add(ticket) : stores.tickets.save(ticket))
      await appendFacts(stores, ticket.id, facts)
      const rows = reportRowsOf(saved, thought.history, changes.terms)
      if (!isCounted(rows, changes, thought)) await stores.reportRows.keep(saved, rows)
      if (changes.filingId)
        await stores.basket.attach(ticket.contractId, changes.filingId, ticket.id)
      for (const message of changes.messages) await stores.messages.add(message)
      for (const message of changes.changedMessages) await stores.messages.rewrite(message)
      await stores.history.announce(ticket.id, notices.flatMap(keysOf), now)
      const news = { before: changes.ticket, after: ticket, facts, notices }
      const occasions = occasionsOf(news)
      const zone = contractZone(changes.terms.calendar)
      const effects = [
        ...effectsOf(ticket, changes),
        ...publicNotices(ticket, notices, { history: thought.history, zone }),
        ...triggerEffects(ticket, occasions),
      ]
      await stores.outbox.add(effects, ticket.level, now)
      if (ticket.level !== changes.ticket.level)
        await stores.outbox.moveToLevel(ticket.id, ticket.level)
      await tellPeople(stores, { ...changes, ...news, zone }, now)
      await tellByMail(stores, { ...changes, ...news, zone }, now)
      await enqueueOccasions(stores, { ticket, occasions }, now)
      await changes.also?.(stores)
      await stores.inbox.remove(changes.inboxIds)
      return saved
    })
    wake()
    return committed
  }

  /** What the history says now. A solution that counts as confirmed closes the ticket at once. */
  async function think(stores: Stores, changes: Changes, now: Instant): Promise<Thought> {
    const { policy, calendar } = changes.terms
    const known = await stores.history.facts(changes.ticket.id)
    const knownIds = new Set(known.map((fact) => fact.id))
    // A signal that came twice, because somebody paused or died over it.
    const news = changes.facts.filter((fact) => !knownIds.has(fact.id))
    const announced = await stores.history.announced(changes.ticket.id)
    const consider = (ticket: Ticket, facts: readonly Fact[]): Thought => {
      const history = [...known, ...facts]
      const clocks = computeClocks(policy, calendar, history)
      const { notices, wakeAt } = decide(clocks, announced, now)
      const { level, stage } = clocksAt(clocks, now)
      const sweepAt = nextSweepAt(stage, level, now)
      const decisionReason = clocks.isEnforced ? null : ticket.decisionReason
      const thought = { ...ticket, clocks, level, stage, decisionReason, wakeAt, sweepAt }
      return { ticket: thought, facts, notices, history }
    }
    const thought = consider(changes.ticket, news)
    const closing = thought.notices.find((notice) => notice.kind === 'autoClose')
    if (!closing) return thought
    const after = consider(changes.ticket, [...news, closingFact(closing, now)])
    return { ...after, notices: [...thought.notices, ...after.notices] }
  }

  async function appendFacts(stores: Stores, ticketId: string, facts: readonly Fact[]) {
    if (facts.length === 0) return
    const last = await stores.history.lastLink(ticketId)
    await stores.history.append(ticketId, nextLinks(sha256, last, facts))
  }
}

type Thought = {
  ticket: Ticket
  /** Those that are new. */
  facts: readonly Fact[]
  notices: readonly Notice[]
  /** Of the ticket, with the new ones. */
  history: readonly Fact[]
}

/** Reports count the same of it as before. */
function isCounted(rows: ReportRows, { known, terms }: Changes, { facts, history }: Thought) {
  if (!known || facts.length > 0) return false
  return isDeepStrictEqual(rows, reportRowsOf(known, history, terms))
}

const closingFact = (notice: { key: string; at: Instant }, now: Instant): Fact => ({
  kind: 'stage',
  id: notice.key,
  at: notice.at,
  recordedAt: now,
  stage: 'closed',
  by: 'customer',
})

function effectsOf(ticket: Ticket, changes: Changes): NewOutboxRow[] {
  const sets = (['customer', 'partner'] as const).map((side): NewOutboxRow => {
    const memberId = ticket.memberIds[side]
    return {
      memberId,
      ticketId: ticket.id,
      key: `${ticket.id}:item:${side}`,
      effect: { kind: 'item', side },
    }
  })
  const { partner } = ticket.memberIds
  const card: NewOutboxRow = {
    ...{ memberId: partner, ticketId: ticket.id, key: `${ticket.id}:card` },
    effect: { kind: 'card', side: 'partner' },
  }
  return [...sets, card, ...changes.tells(ticket)]
}
