import type { TicketList, TicketListQuery } from '../../shared/api/ticket-list.ts'
import type { TicketRow } from '../../shared/api/ticket-row.ts'
import type { LevelHistory, Message, TicketView } from '../../shared/api/tickets.ts'
import { clocksAt, type LevelChange } from '../../shared/sla/ticket-clocks.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { ListOwner } from '../db/ticket-list-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { isFromRobot } from './robot-message.ts'

type Deps = { db: Database; clock: Clock }

const pageSize = 50
const noTickets = { open: 0, awaiting: 0, overdue: 0, over: 0, all: 0 }

/** What people see of tickets. Every query is limited to the portal of the session. */
export function createViewTickets({ db, clock }: Deps) {
  return {
    async list(memberId: string, query: TicketListQuery): Promise<TicketList> {
      const owner = await ownerOf(memberId)
      if (!owner) return { tickets: [], next: null, counts: noTickets }
      const request = { query, limit: pageSize, now: clock.now() }
      const { ids, next } = await db.ticketList.page(owner, request)
      const tickets = await db.tickets.listByIds(ids)
      return {
        tickets: tickets.map((ticket) => rowOf(ticket, owner)),
        next,
        counts: await db.ticketList.counts(owner, request.now),
      }
    },

    /** Where the ticket with that number is in the portal that asks; null: nowhere. */
    async itemOfNumber(memberId: string, number: number): Promise<number | null> {
      const owner = await ownerOf(memberId)
      const id = owner && (await db.ticketList.idByNumber(owner, number))
      const ticket = id === undefined ? undefined : await db.tickets.find(id)
      return owner && ticket ? ticket.itemIds[owner.side] : null
    },

    /** @returns null while the item is not registered */
    async byItem(memberId: string, itemId: number): Promise<TicketView | null> {
      const ticket = await db.tickets.findByItem(memberId, itemId)
      const owner = await ownerOf(memberId)
      if (!ticket || !owner) return null
      const contract = await db.contracts.find(ticket.contractId)
      const current = clocksAt(ticket.clocks, clock.now())
      const messages = await db.messages.listOf(ticket.id)
      const { calendar } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
      return {
        ...rowOf(ticket, owner),
        description: textOf(ticket, 'description'),
        decisionReason: ticket.decisionReason,
        waitingSince: current.waiting?.since ?? null,
        outOfScope: current.outOfScope,
        levelChanges: current.levelChanges.map(toLevelHistory),
        confirmedAt: current.autoClose?.at ?? null,
        reopenUntil: current.reopenUntil,
        termsVersion: ticket.termsVersion,
        publicMark: contract?.publicMark ?? '',
        calendar,
        messages: messages.filter(({ deletedAt }) => deletedAt === null).map(toMessage),
      }
    },
  }

  /** A portal in its role, with its customers; undefined before it has a role. */
  async function ownerOf(memberId: string): Promise<ListOwner | undefined> {
    const side = (await db.portals.find(memberId))?.role
    if (!side) return undefined
    const contracts =
      side === 'partner'
        ? await db.contracts.listOfPartner(memberId)
        : [await db.contracts.findOfCustomer(memberId)].filter((it) => it !== undefined)
    const customerNames = new Map(contracts.map((it) => [it.id, it.customerName]))
    return { memberId, side, customerNames }
  }

  function rowOf(ticket: Ticket, { side, customerNames }: ListOwner): TicketRow {
    return {
      id: ticket.id,
      number: String(ticket.number),
      title: ticket.title,
      level: ticket.level,
      stage: ticket.stage,
      customerName: customerNames.get(ticket.contractId) ?? '',
      registeredAt: ticket.registeredAt,
      itemId: ticket.itemIds[side],
      clocks: clocksAt(ticket.clocks, clock.now()).clocks,
    }
  }
}

const textOf = (ticket: Ticket, key: 'description') => {
  const value = ticket.values[key]
  return typeof value === 'string' ? value : ''
}

const toLevelHistory = ({ at, from, to, reason, clause, note }: LevelChange): LevelHistory => ({
  at,
  from,
  to,
  reason,
  ...(clause !== undefined && { clause }),
  ...(note !== undefined && { note }),
})

const toMessage = (message: MessageRecord): Message => ({
  id: message.id,
  by: isFromRobot(message) ? 'robot' : message.side,
  author: message.author,
  text: message.text,
  asks: message.asks,
  at: message.at,
  deliveredAt: message.deliveredAt,
  fileNames: message.files.map((file) => file.name),
})
