import type { Kysely } from 'kysely'

/** What §7 and §8 agree on when this was written; the price is still to be agreed. */
const agreed = {
  hourKopecks: null,
  outOfHoursPercent: 200,
  night: null,
  minimumMinutes: 20,
  roundUpToMinutes: null,
  currency: 'RUB',
  vat: { kind: 'none' },
  free: { levels: [], categories: [] },
  limits: { monthlyMinutes: null, monthlyKopecks: null, needsConsent: false },
}

/** Money is versioned with the rest of a contract's terms. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('contract_terms')
    .addColumn('tariff', 'text', (column) => column.notNull().defaultTo(JSON.stringify(agreed)))
    .execute()
}
