import {
  type TicketFilters,
  type TicketList,
  type TicketListQuery,
  ticketViews,
} from '../../shared/api/ticket-list.ts'
import type { TicketRow } from '../../shared/api/ticket-row.ts'
import type { LevelHistory, TicketView } from '../../shared/api/tickets.ts'
import type { BusinessCalendar } from '../../shared/calendar/schema.ts'
import { workingLeftMs } from '../../shared/sla/clock.ts'
import type { RegistrationChannel } from '../../shared/sla/history.ts'
import { nextClock } from '../../shared/sla/next-clock.ts'
import { clocksAt, type LevelChange } from '../../shared/sla/ticket-clocks.ts'
import { takerOf } from '../../shared/ticket/taker.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { ListOwner } from '../db/ticket-list-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { createShowMessages } from './show-messages.ts'

type Deps = { db: Database; clock: Clock }

const pageSize = 50
const noTickets = Object.fromEntries(ticketViews.map((view) => [view, 0])) as TicketList['counts']

/** A user of a portal, as the session proves. */
type Asking = { memberId: string; userId: number }

/** What people see of tickets. Every query is limited to the portal of the session. */
export function createViewTickets({ db, clock }: Deps) {
  const showMessages = createShowMessages({ db, clock })
  return {
    async list(asking: Asking, query: TicketListQuery): Promise<TicketList> {
      const owner = await ownerOf(asking)
      if (!owner) return { tickets: [], next: null, counts: noTickets }
      const request = { query, limit: pageSize, now: clock.now() }
      const { ids, next } = await db.ticketList.page(owner, request)
      const tickets = await db.tickets.listByIds(ids)
      return {
        tickets: await rowsOf(tickets, owner, await db.contracts.calendarsOf(tickets)),
        next,
        counts: await db.ticketList.counts(owner, request.now),
      }
    },

    /** By whom and for whom the partner's list can be narrowed. */
    async filters(asking: Asking): Promise<TicketFilters> {
      const owner = await ownerOf(asking)
      if (owner?.side !== 'partner') return { contracts: [], people: [] }
      const people = await db.officeRoles.listStaff(asking.memberId)
      return {
        contracts: [...owner.customerNames].map(([id, customerName]) => ({ id, customerName })),
        people: people.map(({ userId, name }) => ({ id: userId, name })),
      }
    },

    /** Where the ticket with that number is in the portal that asks; null: nowhere. */
    async itemOfNumber(asking: Asking, number: number): Promise<number | null> {
      const owner = await ownerOf(asking)
      const id = owner && (await db.ticketList.idByNumber(owner, number))
      const ticket = id === undefined ? undefined : await db.tickets.find(id)
      return owner && ticket ? ticket.itemIds[owner.side] : null
    },

    /** What it shows has been seen. @returns null while the item is not registered */
    async byItem(asking: Asking & { name: string }, itemId: number): Promise<TicketView | null> {
      const ticket = await db.tickets.findByItem(asking.memberId, itemId)
      const owner = await ownerOf(asking)
      if (!ticket || !owner) return null
      const { calendar } = await db.contracts.terms(ticket.contractId, ticket.termsVersion)
      const [row] = await rowsOf([ticket], owner, () => calendar)
      if (!row) return null
      const contract = await db.contracts.find(ticket.contractId)
      const current = clocksAt(ticket.clocks, clock.now())
      return {
        ...row,
        description: textOf(ticket, 'description'),
        filedBy: await filedBy(ticket.id),
        decisionReason: ticket.decisionReason,
        waitingSince: current.waiting?.since ?? null,
        outOfScope: current.outOfScope,
        levelChanges: current.levelChanges.map(toLevelHistory),
        confirmedAt: current.autoClose?.at ?? null,
        reopenUntil: current.reopenUntil,
        termsVersion: ticket.termsVersion,
        publicMark: contract?.publicMark ?? '',
        calendar,
        messages: await showMessages(ticket.id, { side: owner.side, name: asking.name }),
      }
    },
  }

  async function filedBy(ticketId: string): Promise<RegistrationChannel> {
    const fact = await db.history.first(ticketId)
    if (fact?.kind !== 'registered') throw new Error('A ticket begins by its registration')
    return fact.channel
  }

  /** A portal in its role, with its customers; undefined before it has a role. */
  async function ownerOf({ memberId, userId }: Asking): Promise<ListOwner | undefined> {
    const side = (await db.portals.find(memberId))?.role
    if (!side) return undefined
    const contracts =
      side === 'partner'
        ? await db.contracts.listOfPartner(memberId)
        : [await db.contracts.findOfCustomer(memberId)].filter((it) => it !== undefined)
    const customerNames = new Map(contracts.map((it) => [it.id, it.customerName]))
    return { memberId, side, userId, customerNames }
  }

  async function rowsOf(
    tickets: readonly Ticket[],
    owner: ListOwner,
    calendarOf: (ticket: Ticket) => BusinessCalendar | undefined,
  ): Promise<TicketRow[]> {
    const takers = new Map(tickets.map((ticket) => [ticket, takerIn(ticket, owner)]))
    const ids = [...takers.values()].filter((id) => id !== null)
    const names = await db.portals.namesOf(owner.memberId, [...new Set(ids)])
    return tickets.map((ticket) => ({
      ...rowOf(ticket, owner, (id) => names.get(id) ?? `ID ${id}`),
      ...clocksOf(ticket, calendarOf(ticket)),
    }))
  }

  /** As they are now. */
  function clocksOf(ticket: Ticket, calendar: BusinessCalendar | undefined) {
    const { clocks } = clocksAt(ticket.clocks, clock.now())
    const next = nextClock(clocks)
    return {
      clocks,
      workingLeftMs: next && calendar ? workingLeftMs(next, calendar, clock.now()) : null,
    }
  }

  function rowOf(ticket: Ticket, owner: ListOwner, nameOf: (id: number) => string) {
    const { side, customerNames } = owner
    const takerId = takerIn(ticket, owner)
    return {
      assignee: takerId === null ? null : { id: takerId, name: nameOf(takerId) },
      id: ticket.id,
      number: String(ticket.number),
      title: ticket.title,
      level: ticket.level,
      stage: ticket.stage,
      customerName: customerNames.get(ticket.contractId) ?? '',
      registeredAt: ticket.registeredAt,
      itemId: ticket.itemIds[side],
    }
  }
}

/** Who works on it is the partner's own business. */
const takerIn = ({ sides }: Ticket, { side }: ListOwner): number | null =>
  side === 'partner' ? takerOf(sides.partner.seen) : null

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
