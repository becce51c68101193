import { type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { type Effect, effectSchema } from './effect.ts'
import type { Schema } from './schema.ts'

/** An effect that failed for good and waits for a person's word. */
export type ParkedEffect = {
  id: number
  memberId: string
  /** null: it is about no ticket. */
  number: number | null
  effect: Effect
  /** In words that a person can read. */
  problem: string
  createdAt: Instant
}

const mostShown = 200

/** What could not be delivered, and how it is taken up again. */
export function createParkedStore(db: Db) {
  const parked = () => db.updateTable('outbox').where('state', '=', 'parked')
  const again = (now: Instant) => ({ state: 'waiting', not_before: now, attempts: 0 })

  return {
    /** Of all that is a partner's, in either portal, oldest first. */
    async listOfPartner(partnerMemberId: string): Promise<ParkedEffect[]> {
      const rows = await db
        .selectFrom('outbox')
        .leftJoin('tickets', 'tickets.id', 'outbox.ticket_id')
        .select([
          'outbox.id',
          'outbox.member_id',
          'tickets.number',
          'outbox.effect',
          'outbox.problem',
          'outbox.created_at',
        ])
        .where('outbox.state', '=', 'parked')
        .where(isOf(partnerMemberId))
        .orderBy('outbox.id')
        .limit(mostShown)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        memberId: row.member_id,
        number: row.number,
        effect: effectSchema.parse(JSON.parse(row.effect)),
        problem: row.problem ?? '',
        createdAt: row.created_at,
      }))
    },

    async countOfPartner(partnerMemberId: string): Promise<number> {
      const { count } = await db
        .selectFrom('outbox')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('state', '=', 'parked')
        .where(isOf(partnerMemberId))
        .executeTakeFirstOrThrow()
      return count
    },

    /** Of all partners. */
    async count(): Promise<number> {
      const { count } = await db
        .selectFrom('outbox')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('state', '=', 'parked')
        .executeTakeFirstOrThrow()
      return count
    },

    /** @returns whether there was such an effect of this partner */
    async retry(partnerMemberId: string, id: number, now: Instant): Promise<boolean> {
      const { numUpdatedRows } = await parked()
        .set(again(now))
        .where('id', '=', id)
        .where(isOf(partnerMemberId))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** What a portal had refused because something of ours was missing there. */
    async retryAllOf(memberId: string, now: Instant): Promise<void> {
      await parked().set(again(now)).where('member_id', '=', memberId).execute()
    },

    /** The portal takes calls again: what had been put off goes now. */
    async hurry(memberId: string, now: Instant): Promise<void> {
      await db
        .updateTable('outbox')
        .set({ not_before: now, attempts: 0 })
        .where('state', '=', 'waiting')
        .where('member_id', '=', memberId)
        .execute()
      await db
        .updateTable('inbox')
        .set({ not_before: now, attempts: 0 })
        .where('member_id', '=', memberId)
        .execute()
    },
  }
}

/**
 * Of a partner's tickets; what is about none of them goes to his own portal, or is the roots of a
 * contract of his (`roots:{contract}:…`).
 */
const isOf = (partnerMemberId: string) => (eb: ExpressionBuilder<Schema, 'outbox'>) => {
  const tickets = eb
    .selectFrom('tickets')
    .select('tickets.id')
    .where('tickets.partner_member_id', '=', partnerMemberId)
  const contracts = eb
    .selectFrom('contracts')
    .select('contracts.id')
    .where('contracts.partner_member_id', '=', partnerMemberId)
    .where(sql<SqlBool>`outbox.key like 'roots:' || contracts.id || ':%'`)
  return eb.or([
    eb('outbox.ticket_id', 'in', tickets),
    eb.and([eb('outbox.ticket_id', '=', ''), eb('outbox.member_id', '=', partnerMemberId)]),
    eb.and([eb('outbox.ticket_id', '=', ''), eb.exists(contracts)]),
  ])
}
