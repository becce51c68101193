import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** How a partner's people are reached. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('on_call')
    .addColumn('member_id', 'text', (column) => column.primaryKey())
    .addColumn('settings', 'text', required)
    .addColumn('revision', 'integer', required)
    .execute()
}
