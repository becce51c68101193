import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Our activities in the timelines of the partner's items. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('timeline_cards')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', required)
    .addColumn('item_id', 'integer', required)
    .addColumn('activity_id', 'integer', required)
    .addColumn('shown', 'text', required)
    .execute()
  await db.schema
    .createIndex('timeline_cards_of_activity')
    .on('timeline_cards')
    .columns(['member_id', 'activity_id'])
    .execute()
}
