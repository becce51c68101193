import { type RawBuilder, sql } from 'kysely'
import type { Side } from '../../shared/sla/history.ts'
import type { ContractRecord } from './contracts-store.ts'
import { contractData, type ContractData, jsonColumns } from './contract-data.ts'
import type { Db } from './open-db.ts'

type Row = Record<string, unknown>

/** One row of the export: of which table, and what stands in it. */
export type Told = { table: string; row: Row }

const pageSize = 200
/** Tickets that are erased in one transaction. */
const ticketsAtOnce = 20

/** All that is kept of a contract: told to its parties, and erased when its time is over. */
export function createPartyDataStore(db: Db) {
  return {
    /** Page by page, so that it takes no more memory however much there is. */
    async *told({ id, customerMemberId }: ContractRecord, side: Side): AsyncGenerator<Told> {
      for (const data of contractData) {
        if (!data.order || (data.only && data.only !== side)) continue
        const limit = side === 'customer' ? customersPart(data.table, customerMemberId) : sql`1 = 1`
        for await (const row of pages(data, data.order, sql`${ofContract(data, id)} and ${limit}`))
          yield { table: data.table, row: readable(row, data.without) }
      }
    },

    async countTickets(contractId: string): Promise<number> {
      const { count } = await db
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('contract_id', '=', contractId)
        .executeTakeFirstOrThrow()
      return count
    },

    /** Some tickets with everything that hangs on them. @returns whether there were any */
    async eraseTickets(contractId: string): Promise<boolean> {
      const rows = await db
        .selectFrom('tickets')
        .select('id')
        .where('contract_id', '=', contractId)
        .limit(ticketsAtOnce)
        .execute()
      if (rows.length === 0) return false
      const ids = sql.join(rows.map(({ id }) => id))
      for (const data of contractData.filter(({ by }) => by !== 'contract_id'))
        await erase(data.table, ofTickets(data.by, ids))
      await db
        .deleteFrom('tickets')
        .where(
          'id',
          'in',
          rows.map(({ id }) => id),
        )
        .execute()
      return true
    },

    /** What is left when its tickets are gone, and the contract itself. */
    async eraseRest({ id, partnerMemberId }: ContractRecord): Promise<void> {
      for (const { table } of contractData.filter(({ by }) => by === 'contract_id'))
        await erase(table, sql`contract_id = ${id}`)
      // Notices and mails about no ticket bear the contract in their keys.
      const key = `%${id}%`
      await erase('mails', sql`ticket_id is null and key like ${key}`)
      await erase('outbox', sql`ticket_id = '' and key like ${key}`)
      await db
        .deleteFrom('contracts')
        .where('id', '=', id)
        .where('partner_member_id', '=', partnerMemberId)
        .execute()
    },

    /** A customer's portal that is party to no contract any more: its people, and what it told us. */
    async erasePortal(memberId: string): Promise<void> {
      const rest = ['portal_users', 'robot_calls', 'inbox', 'webhooks', 'webhook_deliveries']
      for (const table of rest) await erase(table, sql`member_id = ${memberId}`)
      const portal = await db
        .selectFrom('portals')
        .select('is_installed')
        .where('member_id', '=', memberId)
        .executeTakeFirst()
      if (portal?.is_installed === 1) {
        const setup = JSON.stringify({ state: 'idle', steps: [] })
        await db
          .updateTable('portals')
          .set({ role: null, place: null, setup })
          .where('member_id', '=', memberId)
          .execute()
        return
      }
      const own = [
        'service_tokens',
        'portal_upkeep',
        'portal_pulse',
        'invitation_attempts',
        'portals',
      ]
      for (const table of own) await erase(table, sql`member_id = ${memberId}`)
    },
  }

  async function erase(table: string, which: RawBuilder<unknown>): Promise<void> {
    await sql`delete from ${sql.table(table)} where ${which}`.execute(db)
  }

  async function* pages(
    { table }: ContractData,
    order: readonly string[],
    which: RawBuilder<unknown>,
  ): AsyncGenerator<Row> {
    const keys = sql.join(order.map((column) => sql.ref(column)))
    let after: RawBuilder<unknown> = sql`1 = 1`
    for (;;) {
      const { rows } = await sql<Row>`
        select * from ${sql.table(table)} where ${which} and ${after} order by ${keys}
        limit ${pageSize}
      `.execute(db)
      yield* rows
      const last = rows.at(-1)
      if (!last || rows.length < pageSize) return
      after = sql`(${keys}) > (${sql.join(order.map((column) => last[column]))})`
    }
  }
}

const ofContract = ({ by }: ContractData, id: string): RawBuilder<unknown> =>
  by === 'contract_id'
    ? sql`contract_id = ${id}`
    : ofTickets(by, sql`select id from tickets where contract_id = ${id}`)

function ofTickets(by: ContractData['by'], ids: RawBuilder<unknown>): RawBuilder<unknown> {
  if (by === 'message_id')
    return sql`message_id in (select id from messages where ticket_id in (${ids}))`
  if (by === 'post_id')
    return sql`post_id in (select id from outside_posts where ticket_id in (${ids}))`
  return sql`ticket_id in (${ids})`
}

/** A customer reads no drafts of statements, and of the partner's changes only what his people did. */
function customersPart(table: string, memberId: string | null): RawBuilder<unknown> {
  if (table === 'statements') return sql`state != 'draft'`
  return table === 'audit' ? sql`actor_member_id = ${memberId}` : sql`1 = 1`
}

function readable(row: Row, without: readonly string[] = []): Row {
  const entries = Object.entries(row).filter(([column]) => !without.includes(column))
  return Object.fromEntries(
    entries.map(([column, value]) => [
      column,
      typeof value === 'string' && jsonColumns.has(column) && /^[[{]/.test(value)
        ? (JSON.parse(value) as unknown)
        : value,
    ]),
  )
}
