import type { Selectable } from 'kysely'
import { type Trouble, troubleSchema } from '../../shared/api/troubles.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Portals } from './ours.ts'
import type { Schema } from './schema.ts'

/** How a portal is looked after. */
export type Upkeep = {
  memberId: string
  /** When what events have lost was last looked for. */
  lookedAt: Instant
  /** When it was last checked that everything of ours is in the portal. */
  checkedAt: Instant
  /** When that is checked next. */
  checkAt: Instant
  /** Since when the portal keeps offline events for us; null where it does not. */
  offlineSince: Instant | null
  trouble: Trouble | null
}

export type UpkeepStore = ReturnType<typeof createUpkeepStore>

/** A check that a refusal asked for waits until the one before is so old. */
const quietMs = 10 * 60_000

export function createUpkeepStore(db: Db) {
  const upsert = (memberId: string, change: Partial<Schema['portal_upkeep']>) =>
    db
      .insertInto('portal_upkeep')
      .values({ ...unknownRow, ...change, member_id: memberId })
      .onConflict((conflict) => conflict.column('member_id').doUpdateSet(change))

  return {
    async find(memberId: string): Promise<Upkeep> {
      const row = await db
        .selectFrom('portal_upkeep')
        .selectAll()
        .where('member_id', '=', memberId)
        .executeTakeFirst()
      return toUpkeep(row ?? { ...unknownRow, member_id: memberId })
    },

    /** Whoever gets true looks; others, also in other processes, are refused until `everyMs` later. */
    async claimLook(memberId: string, now: Instant, everyMs: number): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('portal_upkeep')
        .values({ ...unknownRow, member_id: memberId, looked_at: now })
        .onConflict((conflict) =>
          conflict
            .column('member_id')
            .doUpdateSet({ looked_at: now })
            .where('portal_upkeep.looked_at', '<=', now - everyMs),
        )
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** Whoever gets true checks; when he dies over it, somebody else may after `leaseMs`. */
    async claimCheck(memberId: string, now: Instant, leaseMs: number): Promise<boolean> {
      const claim = { checked_at: now, check_at: now + leaseMs }
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('portal_upkeep')
        .values({ ...unknownRow, member_id: memberId, ...claim })
        .onConflict((conflict) =>
          conflict
            .column('member_id')
            .doUpdateSet(claim)
            .where('portal_upkeep.check_at', '<=', now),
        )
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** Portals with the app of which a check is due, those that wait longest first. */
    async listToCheck(now: Instant, limit: number, portals: Portals): Promise<string[]> {
      const rows = await db
        .selectFrom('portal_upkeep')
        .innerJoin('portals', 'portals.member_id', 'portal_upkeep.member_id')
        .select('portals.member_id')
        .where('portals.is_installed', '=', 1)
        .where('portal_upkeep.check_at', '<=', now)
        .where(among(db, 'portals.member_id', portals))
        .orderBy('portal_upkeep.check_at')
        .limit(limit)
        .execute()
      return rows.map((row) => row.member_id)
    },

    async scheduleCheck(memberId: string, at: Instant): Promise<void> {
      await upsert(memberId, { check_at: at }).execute()
    },

    /** Something in the portal seems to be missing: checks soon, but not again and again. */
    async askCheck(memberId: string, now: Instant): Promise<void> {
      const { checkedAt, checkAt } = await this.find(memberId)
      const at = Math.max(now, checkedAt + quietMs)
      if (at < checkAt) await this.scheduleCheck(memberId, at)
    },

    async saveOffline(memberId: string, since: Instant | null): Promise<void> {
      await upsert(memberId, { offline_since: since }).execute()
    },

    async saveTrouble(memberId: string, trouble: Trouble | null): Promise<void> {
      const text = trouble && JSON.stringify(trouble)
      await upsert(memberId, { trouble: text }).execute()
    },
  }
}

const unknownRow = {
  looked_at: 0,
  checked_at: 0,
  check_at: 0,
  offline_since: null,
  trouble: null,
}

const toUpkeep = (row: Selectable<Schema['portal_upkeep']>): Upkeep => ({
  memberId: row.member_id,
  lookedAt: row.looked_at,
  checkedAt: row.checked_at,
  checkAt: row.check_at,
  offlineSince: row.offline_since,
  trouble: row.trouble === null ? null : troubleSchema.parse(JSON.parse(row.trouble)),
})
