import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** From when to when contracts hold; one without a row has no limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contract_life')
    .addColumn('contract_id', 'text', (column) => column.primaryKey())
    .addColumn('partner_member_id', 'text', required)
    .addColumn('starts_on', 'text')
    .addColumn('ends_on', 'text')
    .addColumn('licence_until', 'text')
    .addColumn('place', 'text', required)
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    .addColumn('end_reason', 'text', required)
    .addColumn('told', 'text', required)
    .execute()
}
