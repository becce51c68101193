import { type Insertable, sql } from 'kysely'
import {
  mostCounted,
  type TicketListQuery,
  type TicketViewName,
  ticketViews,
} from '../../shared/api/ticket-list.ts'
import type { SlaClock } from '../../shared/sla/clock.ts'
import type { Side } from '../../shared/sla/history.ts'
import { isOpenClock, nextClock } from '../../shared/sla/next-clock.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import { takerOf } from '../../shared/ticket/taker.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'
import type { Ticket } from './tickets-store.ts'

/** Later than any due and, less a registration, still a whole number: sorts newest first. */
const nobodyWaits = 9e15

/** Whose list, and who his customers are, by whose names he may search. */
export type ListOwner = {
  memberId: string
  side: Side
  /** Whose tickets «mine» are. */
  userId: number
  customerNames: ReadonlyMap<string, string>
}

/** Everything by which a ticket is found in a list; written with the ticket. */
export function listRowOf(ticket: Ticket): Insertable<Schema['ticket_list']> {
  const open = ticket.clocks.clocks.filter(isOpenClock)
  const breaches = open.map((clock) => clock.breachesAt).filter((at) => at !== null)
  const over = isOver(ticket.stage)
  const isAwaiting =
    ticket.clocks.waiting !== null || ticket.stage === 'waiting' || ticket.stage === 'proposed'
  const description = ticket.values.description ?? ''
  return {
    ticket_id: ticket.id,
    customer_member_id: ticket.memberIds.customer,
    partner_member_id: ticket.memberIds.partner,
    contract_id: ticket.contractId,
    number: ticket.number,
    level: ticket.level,
    is_over: over ? 1 : 0,
    is_awaiting: !over && isAwaiting ? 1 : 0,
    breaches_at: breaches.length > 0 ? Math.min(...breaches) : null,
    due_order: nextClock(open)?.dueAt ?? nobodyWaits - ticket.registeredAt,
    registered_at: ticket.registeredAt,
    assignee_id: takerOf(ticket.sides.partner.seen),
    phase: phaseOf(ticket, open),
    search_text: `№${String(ticket.number)} ${ticket.title} ${String(description)}`.toLowerCase(),
  }
}

/** What the partner owes now. */
function phaseOf({ stage }: Ticket, open: readonly SlaClock[]) {
  if (isOver(stage)) return null
  if (stage === 'decision') return 'decision'
  if (open.some(({ name }) => name === 'reaction')) return 'reaction'
  return open.some(({ name }) => name === 'statusUpdate') ? 'update' : null
}

const orders = {
  due: { column: 'due_order', direction: 'asc' },
  newest: { column: 'registered_at', direction: 'desc' },
} as const

/** Rows of one view. */
function viewOf(
  db: Db,
  { memberId, side, userId }: Omit<ListOwner, 'customerNames'>,
  now: Instant,
) {
  const rows = db.selectFrom('ticket_list').where(`${side}_member_id`, '=', memberId)
  return {
    all: rows,
    open: rows.where('is_over', '=', 0),
    over: rows.where('is_over', '=', 1),
    awaiting: rows.where('is_awaiting', '=', 1),
    overdue: rows.where('breaches_at', '<', now),
    mine: rows.where('assignee_id', '=', userId).where('is_over', '=', 0),
    reaction: rows.where('phase', '=', 'reaction'),
    update: rows.where('phase', '=', 'update'),
    decision: rows.where('phase', '=', 'decision'),
  } satisfies Record<TicketViewName, typeof rows>
}

type Request = { query: TicketListQuery; limit: number; now: Instant }

/** A page of ids with the values they are sorted by; one more than asked for tells that there is more. */
export function ticketPage(db: Db, owner: ListOwner, { query, limit, now }: Request) {
  const { column, direction } = orders[query.sort]
  let page = viewOf(db, owner, now)[query.view].select(['ticket_id', `${column} as position`])
  if (query.after) {
    const { key, id } = query.after
    const beyond = sql.raw(direction === 'asc' ? '>' : '<')
    page = page.where(sql<boolean>`(${sql.ref(column)}, ticket_id) ${beyond} (${key}, ${id})`)
  }
  if (query.level !== undefined) page = page.where('level', '=', query.level)
  if (query.contract !== undefined) page = page.where('contract_id', '=', query.contract)
  if (query.assignee === 0) page = page.where('assignee_id', 'is', null)
  else if (query.assignee !== undefined) page = page.where('assignee_id', '=', query.assignee)
  for (const word of query.search.toLowerCase().split(/\s+/).filter(Boolean)) {
    const contracts = ofCustomersNamed(word, owner)
    page = page.where((row) =>
      row.or([
        sql<boolean>`search_text like ${likePattern(word)} escape '\\'`,
        ...(contracts.length > 0 ? [row('contract_id', 'in', contracts)] : []),
      ]),
    )
  }
  return page
    .orderBy(column, direction)
    .orderBy('ticket_id', direction)
    .limit(limit + 1)
}

const ofCustomersNamed = (word: string, { customerNames }: ListOwner): string[] =>
  [...customerNames]
    .filter(([, name]) => name.toLowerCase().includes(word))
    .map(([contractId]) => contractId)

const likePattern = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`

export type TicketListStore = ReturnType<typeof createTicketListStore>

/** Tickets as lists see them. Every query is limited to one portal in its role. */
export function createTicketListStore(db: Db) {
  return {
    /** @returns ids in their order, and where the next page begins */
    async page(
      owner: ListOwner,
      request: Request,
    ): Promise<{ ids: string[]; next: string | null }> {
      const rows = await ticketPage(db, owner, request).execute()
      const shown = rows.slice(0, request.limit)
      const last = shown.at(-1)
      const hasMore = rows.length > shown.length && last !== undefined
      return {
        ids: shown.map((row) => row.ticket_id),
        next: hasMore ? `${String(last.position)}:${last.ticket_id}` : null,
      }
    },

    /** Each up to `mostCounted`, by an index of its own. */
    async counts(
      owner: Omit<ListOwner, 'customerNames'>,
      now: Instant,
    ): Promise<Record<TicketViewName, number>> {
      const views = viewOf(db, owner, now)
      const counted = ticketViews.map((view) => {
        // In the order of its index, so that no database thinks of reading the table instead.
        const order = view === 'overdue' ? 'breaches_at' : 'due_order'
        const some = views[view]
          .select(sql`1`.as('one'))
          .orderBy(order)
          .limit(mostCounted)
        return sql`(select count(*) from (${some}) as ${sql.ref(`of_${view}`)}) as ${sql.ref(view)}`
      })
      const { rows } = await sql<
        Record<string, number | string>
      >`select ${sql.join(counted)}`.execute(db)
      return Object.fromEntries(
        ticketViews.map((view) => [view, Number(rows[0]?.[view])]),
      ) as Record<TicketViewName, number>
    },

    /** The ticket with that number, of the partner's if several customers' share it. */
    async idByNumber(
      { memberId, side }: Pick<ListOwner, 'memberId' | 'side'>,
      number: number,
    ): Promise<string | undefined> {
      const row = await db
        .selectFrom('ticket_list')
        .select('ticket_id')
        .where(`${side}_member_id`, '=', memberId)
        .where('number', '=', number)
        .executeTakeFirst()
      return row?.ticket_id
    },
  }
}
