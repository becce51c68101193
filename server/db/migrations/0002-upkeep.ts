import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const fromZero = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0)

/** How we look after each portal; a portal without a row was never looked after. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('portal_upkeep')
    .addColumn('member_id', 'text', (column) => column.primaryKey())
    .addColumn('looked_at', 'bigint', fromZero)
    .addColumn('checked_at', 'bigint', fromZero)
    .addColumn('check_at', 'bigint', fromZero)
    .addColumn('offline_since', 'bigint')
    .addColumn('trouble', 'text')
    .execute()
}
