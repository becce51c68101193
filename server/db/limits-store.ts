import type { Month } from '../../shared/billing/months.ts'
import type { LimitShare } from '../../shared/billing/tariff.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

type At = { contractId: string; month: Month }

/** A limit of a month that is used up; `consent` that work goes on. */
export type LimitMark = { reachedAt: Instant; consent: { at: Instant; by: string } | null }

/** Shares of monthly limits that were reached. Whose contract it is has been proven before. */
export function createLimitsStore(db: Db) {
  return {
    /** @returns whether it is new */
    async mark({ contractId, month }: At, share: LimitShare, now: Instant): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('limit_marks')
        .values({
          ...{ contract_id: contractId, month, share, reached_at: now },
          ...{ consented_at: null, consented_by: null },
        })
        .onConflict((conflict) => conflict.columns(['contract_id', 'month', 'share']).doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async usedUp({ contractId, month }: At): Promise<LimitMark | undefined> {
      const row = await db
        .selectFrom('limit_marks')
        .selectAll()
        .where('contract_id', '=', contractId)
        .where('month', '=', month)
        .where('share', '=', 100)
        .executeTakeFirst()
      if (!row) return undefined
      const { reached_at: reachedAt, consented_at: at, consented_by: by } = row
      return { reachedAt, consent: at === null || by === null ? null : { at, by } }
    },

    /** @returns whether it was still open */
    async consent({ contractId, month }: At, given: { at: Instant; by: string }): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('limit_marks')
        .set({ consented_at: given.at, consented_by: given.by })
        .where('contract_id', '=', contractId)
        .where('month', '=', month)
        .where('share', '=', 100)
        .where('consented_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
