import { type Budget, budgetSchema } from '../../shared/api/condition.ts'
import type { Db } from './open-db.ts'

export type Pulse = { appVersion: string | null; budget: Budget | null }

/** So many rows go in one statement. */
const atOnce = 200

export function createPulseStore(db: Db) {
  return {
    async find(memberId: string): Promise<Pulse> {
      const row = await db
        .selectFrom('portal_pulse')
        .selectAll()
        .where('member_id', '=', memberId)
        .executeTakeFirst()
      return {
        appVersion: row?.app_version ?? null,
        budget: typeof row?.budget === 'string' ? budgetSchema.parse(JSON.parse(row.budget)) : null,
      }
    },

    async saveVersion(memberId: string, version: string): Promise<void> {
      await db
        .insertInto('portal_pulse')
        .values({ member_id: memberId, app_version: version, budget: null })
        .onConflict((conflict) =>
          conflict.column('member_id').doUpdateSet({ app_version: version }),
        )
        .execute()
    },

    async saveBudgets(budgets: ReadonlyMap<string, Budget>): Promise<void> {
      const rows = [...budgets].map(([memberId, budget]) => ({
        member_id: memberId,
        app_version: null,
        budget: JSON.stringify(budget),
      }))
      for (let from = 0; from < rows.length; from += atOnce)
        await db
          .insertInto('portal_pulse')
          .values(rows.slice(from, from + atOnce))
          .onConflict((conflict) =>
            conflict
              .column('member_id')
              .doUpdateSet((row) => ({ budget: row.ref('excluded.budget') })),
          )
          .execute()
    },
  }
}
