import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What robots of the portals asked for; a token is good for one piece of work. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('robot_calls')
    .addColumn('member_id', 'text', required)
    .addColumn('token', 'text', required)
    .addColumn('code', 'text', required)
    .addColumn('entity_type_id', 'bigint', required)
    .addColumn('item_id', 'bigint', required)
    .addColumn('properties', 'text', required)
    .addColumn('waits', 'integer', required)
    .addColumn('received_at', 'bigint', required)
    .addColumn('xml_id', 'text', required)
    .addColumn('filer_id', 'bigint')
    .addColumn('has_begun', 'integer', required)
    .addPrimaryKeyConstraint('robot_calls_pk', ['member_id', 'token'])
    .execute()
  await db.schema
    .createIndex('robot_calls_filed')
    .on('robot_calls')
    .columns(['member_id', 'xml_id'])
    .execute()
}
