import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What each person wants to hear of by mail, whether mail reaches him, and what waits for his digest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('person_mail')
    .addColumn('contract_id', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('wish', 'text', required)
    .addColumn('locale', 'text', required)
    .addColumn('bounced_at', 'bigint')
    .addColumn('bounce_reason', 'text')
    .addPrimaryKeyConstraint('person_mail_person', ['contract_id', 'person_id'])
    .execute()
  await db.schema
    .createTable('mail_digests')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('head', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('send_at', 'bigint', required)
    .execute()
  await db.schema
    .createIndex('mail_digests_due')
    .on('mail_digests')
    .columns(['send_at', 'member_id'])
    .execute()
}
