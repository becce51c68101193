import type { Link } from '../../shared/evidence/chain.ts'
import { type Fact, factSchema } from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

export type HistoryStore = ReturnType<typeof createHistoryStore>

/** The append-only facts of each ticket, hash-chained, and what was announced of its clocks. */
export function createHistoryStore(db: Db) {
  return {
    /** In the order in which they were learned. */
    async facts(ticketId: string): Promise<Fact[]> {
      const rows = await db
        .selectFrom('facts')
        .select('fact')
        .where('ticket_id', '=', ticketId)
        .orderBy('seq')
        .execute()
      return rows.map((row) => factSchema.parse(JSON.parse(row.fact)))
    },

    /** That by which the ticket began. */
    async first(ticketId: string): Promise<Fact | undefined> {
      const row = await db
        .selectFrom('facts')
        .select('fact')
        .where('ticket_id', '=', ticketId)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst()
      return row && factSchema.parse(JSON.parse(row.fact))
    },

    /** Facts with their hashes, in their order (shared/evidence). */
    async chain(ticketId: string): Promise<Link[]> {
      const rows = await db
        .selectFrom('facts')
        .select(['seq', 'fact', 'hash'])
        .where('ticket_id', '=', ticketId)
        .orderBy('seq')
        .execute()
      return rows.map(({ seq, fact, hash }) => ({
        seq,
        fact: factSchema.parse(JSON.parse(fact)),
        hash,
      }))
    },

    async lastLink(ticketId: string): Promise<{ seq: number; hash: string } | undefined> {
      return db
        .selectFrom('facts')
        .select(['seq', 'hash'])
        .where('ticket_id', '=', ticketId)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
    },

    async append(
      ticketId: string,
      links: readonly { seq: number; fact: Fact; hash: string }[],
    ): Promise<void> {
      for (const { seq, fact, hash } of links)
        await db
          .insertInto('facts')
          .values({
            ticket_id: ticketId,
            seq,
            id: fact.id,
            at: fact.at,
            fact: JSON.stringify(fact),
            hash,
          })
          .execute()
    },

    async announced(ticketId: string): Promise<Set<string>> {
      const rows = await db
        .selectFrom('announced')
        .select('key')
        .where('ticket_id', '=', ticketId)
        .execute()
      return new Set(rows.map((row) => row.key))
    },

    async announce(ticketId: string, keys: readonly string[], at: Instant): Promise<void> {
      for (const key of keys)
        await db
          .insertInto('announced')
          .values({ ticket_id: ticketId, key, at })
          .onConflict((conflict) => conflict.columns(['ticket_id', 'key']).doNothing())
          .execute()
    },
  }
}
