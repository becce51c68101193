import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Which monthly report of each contract is to be sent next, and mails with files. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('report_plans')
    .addColumn('contract_id', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', required)
    .addColumn('month', 'text', required)
    .addColumn('due_at', 'bigint', required)
    .execute()
  await db.schema
    .createIndex('report_plans_due')
    .on('report_plans')
    .columns(['due_at', 'member_id'])
    .execute()
  await db.schema.alterTable('mails').addColumn('attachments', 'text').execute()
}
