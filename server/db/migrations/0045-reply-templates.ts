import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Texts that engineers insert: of a contract, or of one person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reply_templates')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', required)
    .addColumn('contract_id', 'text')
    .addColumn('owner_id', 'integer')
    .addColumn('title', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('changed_at', 'bigint', required)
    .execute()
  await db.schema
    .createIndex('reply_templates_of_portal')
    .on('reply_templates')
    .columns(['member_id', 'contract_id', 'owner_id'])
    .execute()
}
