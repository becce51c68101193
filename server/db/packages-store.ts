import { type Package, packageSchema } from '../../shared/billing/packages.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** Prepaid hours by contract. Whose contract it is has been proven before. */
export function createPackagesStore(db: Db) {
  return {
    async listOf(contractId: string): Promise<Package[]> {
      const rows = await db
        .selectFrom('packages')
        .selectAll()
        .where('contract_id', '=', contractId)
        .execute()
      return rows.map((row) => packageSchema.parse(JSON.parse(row.terms)))
    },

    /** @returns whether it is new */
    async add(
      contractId: string,
      one: Package,
      sold: { at: Instant; by: string },
    ): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('packages')
        .values({
          id: one.id,
          contract_id: contractId,
          terms: JSON.stringify(one),
          sold_at: sold.at,
          sold_by: sold.by,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
  }
}
