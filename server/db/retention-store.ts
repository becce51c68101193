import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { standingAt } from '../../shared/sla/contract-life.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Instant } from '../../shared/time.ts'
import { createContractLifeStore } from './contract-life-store.ts'
import type { ContractRecord } from './contracts-store.ts'
import { createContractsStore } from './contracts-store.ts'
import { effectSchema, isSet, withoutWords } from './effect.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'

const dayMs = 24 * 60 * 60_000

/** Rows that go in one step. */
const atOnce = 500

/** What has been kept long enough. Each step is small; it says whether there may be more. */
export function createRetentionStore(db: Db) {
  return {
    sentMails: (before: Instant) => some('mails', sql`state = 'sent' and sent_at < ${before}`),

    /** Bytes of mails that were worked on; what became of them stays known. */
    async mailBytes(before: Instant): Promise<boolean> {
      const old = db
        .selectFrom('raw_mails')
        .select('id')
        .where('raw', 'is not', null)
        .where('state', '!=', 'waiting')
        .where('received_at', '<', before)
        .limit(atOnce)
      const { numUpdatedRows } = await db
        .updateTable('raw_mails')
        .set({ raw: null })
        .where('id', 'in', old)
        .executeTakeFirst()
      return numUpdatedRows >= atOnce
    },

    /** Mails that nobody has let in, with everything that is known of them. */
    heldMails: (before: Instant) =>
      some(
        'raw_mails',
        sql`state in ('quarantined', 'discarded', 'bounced', 'ignored')
          and received_at < ${before}`,
      ),

    /**
     * Of what portals have taken: sets go, for the next wish makes them anew; tells keep their keys, and
     * comments the numbers by which we know them as ours. One without a number is known by its words.
     */
    async sentEffects(before: Instant): Promise<boolean> {
      const rows = await db
        .selectFrom('outbox')
        .select(['id', 'effect', 'comment_id'])
        .where('state', '=', 'sent')
        .where('is_brief', '=', 0)
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(atOnce)
        .execute()
      const sets: number[] = []
      const tells = new Map<string, number[]>()
      for (const row of rows) {
        const effect = effectSchema.parse(JSON.parse(row.effect))
        const isKnownByWords = effect.kind === 'comment' && row.comment_id === null
        const kept = isKnownByWords ? row.effect : JSON.stringify(withoutWords(effect))
        if (isSet(effect)) sets.push(row.id)
        else tells.set(kept, [...(tells.get(kept) ?? []), row.id])
      }
      const sent = (ids: number[]) => sql<SqlBool>`state = 'sent' and id in (${sql.join(ids)})`
      if (sets.length > 0) await db.deleteFrom('outbox').where(sent(sets)).execute()
      for (const [effect, ids] of tells)
        await db.updateTable('outbox').set({ effect, is_brief: 1 }).where(sent(ids)).execute()
      return rows.length >= atOnce
    },

    webhooks: (before: Instant) =>
      some('webhook_deliveries', sql`state != 'waiting' and created_at < ${before}`),

    audit: (before: Instant) => some('audit', sql`at < ${before}`),

    invitationAttempts: (before: Instant) => some('invitation_attempts', sql`at < ${before}`),

    async robotCalls(before: Instant): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('robot_calls')
        .where('received_at', '<', before)
        .where('token', 'in', (query) =>
          query
            .selectFrom('robot_calls')
            .select('token')
            .where('received_at', '<', before)
            .limit(atOnce),
        )
        .executeTakeFirst()
      return numDeletedRows >= atOnce
    },

    /** A contract that ended before, by hand or by its date, and is still here. */
    async endedContract(before: Instant, ours: Ours): Promise<ContractRecord | undefined> {
      const contracts = createContractsStore(db)
      const rows = await db
        .selectFrom('contract_life')
        .select('contract_id')
        .where(among(db, 'partner_member_id', ours))
        .where((life) =>
          life.or([
            life('ended_at', '<', before),
            life.and([
              life('ended_at', 'is', null),
              // Somewhere on earth it is tomorrow by then.
              life('ends_on', '<', new Date(before + dayMs).toISOString().slice(0, 10)),
            ]),
          ]),
        )
        .execute()
      for (const { contract_id: contractId } of rows) {
        const { calendar } = await contracts.termsAt(contractId, before)
        const life = await createContractLifeStore(db).find(contractId)
        if (standingAt(life, contractZone(calendar), before) === 'ended')
          return contracts.find(contractId)
      }
      return undefined
    },
  }

  async function some(table: string, which: RawBuilder<unknown>): Promise<boolean> {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)} where ${which} limit ${atOnce}
      )
    `.execute(db)
    return numAffectedRows >= atOnce
  }
}
