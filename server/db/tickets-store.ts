import type { ExpressionBuilder, Selectable, Updateable } from 'kysely'
import { engineVersion } from '../../shared/sla/engine-version.ts'
import { type Level, levelSchema } from '../../shared/sla/level.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { TicketClocks } from '../../shared/sla/clocks.ts'
import { isOver, type Stage, stages, stageSchema } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import { StaleError } from '../errors.ts'
import { gathered } from './gathered.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'
import { type SideState, sidesSchema, type TicketValues, valuesSchema } from './side-state.ts'
import { listRowOf } from './ticket-list-store.ts'

export type Ticket = {
  id: string
  contractId: string
  termsVersion: number
  /** Unique within the partner; «Обращение № 7». */
  number: number
  memberIds: Record<Side, string>
  /** Null before the item exists, and when it has been deleted. */
  itemIds: Record<Side, number | null>
  title: string
  level: Level
  stage: Stage
  values: TicketValues
  sides: Record<Side, SideState>
  /** A cache of the engine's answer; rebuilt from the facts at will. */
  clocks: TicketClocks
  registeredAt: Instant
  wakeAt: Instant | null
  /** When both cards are read again although no event asked for it. */
  sweepAt: Instant | null
  decisionReason: string | null
  /** Grows with each change, so that nobody writes over what he has not seen. */
  revision: number
}

export type TicketsStore = ReturnType<typeof createTicketsStore>

/** Every query is limited to a portal that is a party to the ticket's contract, or to an id of ours. */
export function createTicketsStore(db: Db) {
  const tickets = () => allTickets(db)
  const { byId, byItem } = ticketRows(db)

  return {
    async find(id: string): Promise<Ticket | undefined> {
      const [row] = await byId(id)
      return row && toTicket(row)
    },

    /** The ticket behind an item of a portal, whichever side that portal is. */
    async findByItem(memberId: string, itemId: number): Promise<Ticket | undefined> {
      const [row] = await byItem(memberId)(itemId)
      return row && toTicket(row)
    },

    async idOfItem(memberId: string, itemId: number): Promise<string | undefined> {
      const rows = db
        .selectFrom('tickets')
        .select('id')
        .where(isOfItems(memberId, [itemId]))
      return (await rows.executeTakeFirst())?.id
    },

    /** Tickets behind items of a portal, by item. */
    async idsOfItems(memberId: string, itemIds: readonly number[]): Promise<Map<number, string>> {
      if (itemIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('tickets')
        .select(['id', 'customer_member_id', 'customer_item_id', 'partner_item_id'])
        .where(isOfItems(memberId, itemIds))
        .execute()
      return new Map(rows.map((row) => [itemOf(row, memberId), row.id]))
    },

    async findByNumber(contractId: string, number: number): Promise<Ticket | undefined> {
      const row = await tickets()
        .where('contract_id', '=', contractId)
        .where('number', '=', number)
        .executeTakeFirst()
      return row && toTicket(row)
    },

    /** The newest of a contract. */
    async listOfContract(contractId: string, limit: number): Promise<Ticket[]> {
      const rows = await tickets()
        .where('contract_id', '=', contractId)
        .orderBy('registered_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toTicket)
    },

    /** In the order of the ids. */
    async listByIds(ids: readonly string[]): Promise<Ticket[]> {
      if (ids.length === 0) return []
      const rows = await tickets().where('id', 'in', ids).execute()
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map(toTicket)
    },

    /** Of partners whose portals are ours. */
    async listToWake(now: Instant, limit: number, ours: Ours): Promise<Ticket[]> {
      const rows = await tickets()
        .where('wake_at', '<=', now)
        .where(among(db, 'partner_member_id', ours))
        .orderBy('wake_at')
        .limit(limit)
        .execute()
      return rows.map(toTicket)
    },

    /** Of partners whose portals are ours. */
    async listToSweep(now: Instant, limit: number, ours: Ours): Promise<Ticket[]> {
      const rows = await tickets()
        .where('sweep_at', '<=', now)
        .where(among(db, 'partner_member_id', ours))
        .orderBy('sweep_at')
        .limit(limit)
        .execute()
      return rows.map(toTicket)
    },

    async scheduleSweep(id: string, at: Instant): Promise<void> {
      await db.updateTable('tickets').set({ sweep_at: at }).where('id', '=', id).execute()
    },

    /** Tickets that have an item in the portal, on whichever side. */
    async idsWithItem(memberId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('tickets')
        .select('id')
        .where((row) =>
          row.or([
            row.and([
              row('customer_member_id', '=', memberId),
              row('customer_item_id', 'is not', null),
            ]),
            row.and([
              row('partner_member_id', '=', memberId),
              row('partner_item_id', 'is not', null),
            ]),
          ]),
        )
        .execute()
      return rows.map((row) => row.id)
    },

    /** Both cards of every open ticket of the portal are read again soon. */
    async sweepOpen(memberId: string, now: Instant): Promise<void> {
      await db
        .updateTable('tickets')
        .set({ sweep_at: now })
        .where((row) =>
          row.or([
            row('customer_member_id', '=', memberId),
            row('partner_member_id', '=', memberId),
          ]),
        )
        .where('stage', 'not in', stages.filter(isOver))
        .execute()
    },

    async clearWake(id: string): Promise<void> {
      await db.updateTable('tickets').set({ wake_at: null }).where('id', '=', id).execute()
    },

    async add(ticket: Ticket): Promise<Ticket> {
      await db.insertInto('tickets').values(toRow(ticket)).execute()
      await db.insertInto('ticket_list').values(listRowOf(ticket)).execute()
      return ticket
    },

    /**
     * @returns the ticket with its new revision
     * @throws StaleError when somebody has saved it since it was read
     */
    async save(ticket: Ticket): Promise<Ticket> {
      const saved = { ...ticket, revision: ticket.revision + 1 }
      await overwrite(ticket, toRow(saved))
      await db
        .updateTable('ticket_list')
        .set(listRowOf(saved))
        .where('ticket_id', '=', ticket.id)
        .execute()
      return saved
    },

    /**
     * As `save`, for what is known of the items alone, of which the list shows nothing but who has
     * the partner's: that has to be the same.
     */
    async saveSides(ticket: Ticket): Promise<Ticket> {
      const revision = ticket.revision + 1
      await overwrite(ticket, { sides: JSON.stringify(ticket.sides), revision })
      return { ...ticket, revision }
    },
  }

  async function overwrite({ id, revision }: Ticket, row: Updateable<Schema['tickets']>) {
    const { numUpdatedRows } = await db
      .updateTable('tickets')
      .set(row)
      .where('id', '=', id)
      .where('revision', '=', revision)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new StaleError('The ticket has changed meanwhile')
  }
}

const allTickets = (db: Db) => db.selectFrom('tickets').selectAll()

/** Many tickets are worked on at once. */
function ticketRows(db: Db) {
  const byId = gathered(
    (ids: string[]) => allTickets(db).where('id', 'in', ids).execute(),
    ({ id }) => id,
  )
  const ofPortal = (memberId: string) =>
    gathered(
      (itemIds: number[]) => allTickets(db).where(isOfItems(memberId, itemIds)).execute(),
      (row) => itemOf(row, memberId),
    )
  const portals = new Map<string, ReturnType<typeof ofPortal>>()
  const byItem = (memberId: string) => {
    const known = portals.get(memberId) ?? ofPortal(memberId)
    portals.set(memberId, known)
    return known
  }
  return { byId, byItem }
}

const isOfItems =
  (memberId: string, itemIds: readonly number[]) => (row: ExpressionBuilder<Schema, 'tickets'>) =>
    row.or([
      row.and([row('customer_member_id', '=', memberId), row('customer_item_id', 'in', itemIds)]),
      row.and([row('partner_member_id', '=', memberId), row('partner_item_id', 'in', itemIds)]),
    ])

type ItemColumns = Pick<
  Selectable<Schema['tickets']>,
  'customer_member_id' | 'customer_item_id' | 'partner_item_id'
>

/** The ticket's item in that portal; 0 where it has none. */
function itemOf(row: ItemColumns, memberId: string): number {
  const isCustomers = row.customer_member_id === memberId
  return (isCustomers ? row.customer_item_id : row.partner_item_id) ?? 0
}

function toRow(ticket: Ticket) {
  return {
    id: ticket.id,
    contract_id: ticket.contractId,
    terms_version: ticket.termsVersion,
    number: ticket.number,
    customer_member_id: ticket.memberIds.customer,
    customer_item_id: ticket.itemIds.customer,
    partner_member_id: ticket.memberIds.partner,
    partner_item_id: ticket.itemIds.partner,
    title: ticket.title,
    level: ticket.level,
    stage: ticket.stage,
    values: JSON.stringify(ticket.values),
    sides: JSON.stringify(ticket.sides),
    clocks: JSON.stringify(ticket.clocks),
    registered_at: ticket.registeredAt,
    wake_at: ticket.wakeAt,
    sweep_at: ticket.sweepAt,
    decision_reason: ticket.decisionReason,
    revision: ticket.revision,
    engine: engineVersion,
  }
}

function toTicket(row: Selectable<Schema['tickets']>): Ticket {
  return {
    id: row.id,
    contractId: row.contract_id,
    termsVersion: row.terms_version,
    number: row.number,
    memberIds: { customer: row.customer_member_id, partner: row.partner_member_id },
    itemIds: { customer: row.customer_item_id, partner: row.partner_item_id },
    title: row.title,
    level: levelSchema.parse(row.level),
    stage: stageSchema.parse(row.stage),
    values: valuesSchema.parse(JSON.parse(row.values)),
    sides: sidesSchema.parse(JSON.parse(row.sides)),
    // Our own engine's output, written by this store and nobody else.
    clocks: JSON.parse(row.clocks) as TicketClocks,
    registeredAt: row.registered_at,
    wakeAt: row.wake_at,
    sweepAt: row.sweep_at,
    decisionReason: row.decision_reason,
    revision: row.revision,
  }
}
