import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Free text by mail, until its author completes it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mail_drafts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('mail_id', 'integer', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('title', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('file_names', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('answered_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('mail_drafts_of_person')
    .on('mail_drafts')
    .columns(['contract_id', 'person_id', 'created_at'])
    .execute()
  await db.schema.createIndex('mail_drafts_of_mail').on('mail_drafts').column('mail_id').execute()
}
