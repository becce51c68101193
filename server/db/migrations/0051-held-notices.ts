import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What quiet hours hold back until they end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('held_notices')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', required)
    .addColumn('user_id', 'integer', required)
    .addColumn('text', 'text', required)
    .addColumn('held_at', 'bigint', required)
    .addColumn('tell_at', 'bigint', required)
    .execute()
  await db.schema
    .createIndex('held_notices_of_person')
    .on('held_notices')
    .columns(['member_id', 'user_id'])
    .execute()
}
