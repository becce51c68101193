import type { Agreement, Message, TicketRow, TicketView } from '../../shared/api/tickets.ts'
import { clocksAt } from '../../shared/sla/ticket-clocks.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import { contractView } from './contract-view.ts'
import { isFromRobot } from './robot-message.ts'

type Deps = { db: Database; clock: Clock }

const listLimit = 500

/** What people see of tickets. Every query is limited to the portal of the session. */
export function createViewTickets({ db, clock }: Deps) {
  return {
    async list(memberId: string): Promise<TicketRow[]> {
      const tickets = await db.tickets.listOf(memberId, listLimit)
      return Promise.all(tickets.map((ticket) => rowOf(ticket, memberId)))
    },

    /** @returns null while the item is not registered */
    async byItem(memberId: string, itemId: number): Promise<TicketView | null> {
      const ticket = await db.tickets.findByItem(memberId, itemId)
      if (!ticket) return null
      const contract = await db.contracts.find(ticket.contractId)
      const messages = await db.messages.listOf(ticket.id)
      const { calendar } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
      return {
        ...(await rowOf(ticket, memberId)),
        description: textOf(ticket, 'description'),
        decisionReason: ticket.decisionReason,
        waitingSince: ticket.clocks.waiting?.since ?? null,
        publicMark: contract?.publicMark ?? '',
        calendar,
        messages: messages.filter(({ deletedAt }) => deletedAt === null).map(toMessage),
      }
    },

    async agreement(memberId: string, userId: number): Promise<Agreement> {
      const contract = await db.contracts.findOfCustomer(memberId)
      if (contract?.state !== 'active')
        throw new AppError('notFound', 'This portal has no contract in force')
      const view = await contractView(db, contract, clock.now())
      const person = view.persons.find((candidate) => candidate.portalUserId === userId)
      return {
        contract: view,
        personId: person?.id ?? null,
        mayFile: person?.isAuthorised ?? false,
      }
    },
  }

  async function rowOf(ticket: Ticket, memberId: string): Promise<TicketRow> {
    const contract = await db.contracts.find(ticket.contractId)
    const side = ticket.memberIds.customer === memberId ? 'customer' : 'partner'
    return {
      id: ticket.id,
      number: String(ticket.number),
      title: ticket.title,
      level: ticket.level,
      stage: ticket.stage,
      customerName: contract?.customerName ?? '',
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
