import type { Month } from '../../shared/billing/months.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'

/** The month of a contract whose report is sent next, and when. */
export type ReportPlan = { contractId: string; memberId: string; month: Month; dueAt: Instant }

const atOnce = 50

/** Each contract's next monthly report; a month that is sent gives way to the one after it. */
export function createReportPlansStore(db: Db) {
  return {
    /** Contracts in force, of partners whose portals are ours, for which nothing is planned yet. */
    async unplanned(ours: Ours): Promise<{ contractId: string; memberId: string }[]> {
      const rows = await db
        .selectFrom('contracts')
        .select(['id', 'partner_member_id'])
        .where('state', '=', 'active')
        .where(among(db, 'partner_member_id', ours))
        .where('id', 'not in', (query) => query.selectFrom('report_plans').select('contract_id'))
        .orderBy('id')
        .limit(atOnce)
        .execute()
      return rows.map((row) => ({ contractId: row.id, memberId: row.partner_member_id }))
    },

    async add({ contractId, memberId, month, dueAt }: ReportPlan): Promise<void> {
      await db
        .insertInto('report_plans')
        .values({ contract_id: contractId, member_id: memberId, month, due_at: dueAt })
        .onConflict((conflict) => conflict.column('contract_id').doNothing())
        .execute()
    },

    async findDue(now: Instant, ours: Ours): Promise<ReportPlan | undefined> {
      const row = await db
        .selectFrom('report_plans')
        .selectAll()
        .where('due_at', '<=', now)
        .where(among(db, 'member_id', ours))
        .orderBy('due_at')
        .orderBy('contract_id')
        .limit(1)
        .executeTakeFirst()
      if (!row) return undefined
      const { contract_id: contractId, member_id: memberId, month, due_at: dueAt } = row
      return { contractId, memberId, month, dueAt }
    },

    /** @returns whether `known` is still the plan: nobody else has gone on from it */
    async replace(known: ReportPlan, next: Pick<ReportPlan, 'month' | 'dueAt'>): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('report_plans')
        .set({ month: next.month, due_at: next.dueAt })
        .where('contract_id', '=', known.contractId)
        .where('month', '=', known.month)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
