import { type Insertable, sql } from 'kysely'
import type { TicketListQuery, TicketViewName } from '../../shared/api/ticket-list.ts'
import type { Side } from '../../shared/sla/history.ts'
import { isOpenClock, nextClock } from '../../shared/sla/next-clock.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'
import type { Ticket } from './tickets-store.ts'

/** Later than any due and, less a registration, still a whole number: sorts newest first. */
const nobodyWaits = 9e15

/** Whose list, and who his customers are, by whose names he may search. */
export type ListOwner = { memberId: string; side: Side; customerNames: ReadonlyMap<string, string> }

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
    search_text: `№${String(ticket.number)} ${ticket.title} ${String(description)}`.toLowerCase(),
  }
}

const orders = {
  due: { column: 'due_order', direction: 'asc' },
  newest: { column: 'registered_at', direction: 'desc' },
} as const

/** A page of ids with the values they are sorted by; one more than asked for tells that there is more. */
export function ticketPage(
  db: Db,
  { memberId, side, customerNames }: ListOwner,
  { query, limit, now }: { query: TicketListQuery; limit: number; now: Instant },
) {
  const { column, direction } = orders[query.sort]
  let page = db
    .selectFrom('ticket_list')
    .select(['ticket_id', `${column} as position`])
    .where(`${side}_member_id`, '=', memberId)
  if (query.after) {
    const { key, id } = query.after
    const beyond = sql.raw(direction === 'asc' ? '>' : '<')
    page = page.where(sql<boolean>`(${sql.ref(column)}, ticket_id) ${beyond} (${key}, ${id})`)
  }
  if (query.level !== undefined) page = page.where('level', '=', query.level)
  if (query.view === 'overdue') page = page.where('breaches_at', '<', now)
  if (query.view === 'awaiting') page = page.where('is_awaiting', '=', 1)
  if (query.view === 'open') page = page.where('is_over', '=', 0)
  if (query.view === 'over') page = page.where('is_over', '=', 1)
  for (const word of query.search.toLowerCase().split(/\s+/).filter(Boolean)) {
    const contracts = [...customerNames]
      .filter(([, name]) => name.toLowerCase().includes(word))
      .map(([contractId]) => contractId)
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

const likePattern = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`

export type TicketListStore = ReturnType<typeof createTicketListStore>

/** Tickets as lists see them. Every query is limited to one portal in its role. */
export function createTicketListStore(db: Db) {
  return {
    /** @returns ids in their order, and where the next page begins */
    async page(
      owner: ListOwner,
      request: { query: TicketListQuery; limit: number; now: Instant },
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

    async counts(
      { memberId, side }: Pick<ListOwner, 'memberId' | 'side'>,
      now: Instant,
    ): Promise<Record<TicketViewName, number>> {
      const { all, over, awaiting, overdue } = await db
        .selectFrom('ticket_list')
        .select(({ fn }) => [
          fn.countAll<number>().as('all'),
          sql<number>`count(case when is_over = 1 then 1 end)`.as('over'),
          sql<number>`count(case when is_awaiting = 1 then 1 end)`.as('awaiting'),
          sql<number>`count(case when breaches_at < ${now} then 1 end)`.as('overdue'),
        ])
        .where(`${side}_member_id`, '=', memberId)
        .executeTakeFirstOrThrow()
      return { all, over, awaiting, overdue, open: all - over }
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
