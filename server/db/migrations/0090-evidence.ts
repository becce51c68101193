import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Daily roots of each contract, what they hold of each ticket, and how far its check has come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evidence_roots')
    .addColumn('contract_id', 'text', required)
    .addColumn('day', 'text', required)
    .addColumn('previous', 'text', required)
    .addColumn('terms', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('made_at', 'bigint', required)
    .addPrimaryKeyConstraint('evidence_roots_pk', ['contract_id', 'day'])
    .execute()
  await db.schema
    .createTable('evidence_marks')
    .addColumn('ticket_id', 'text', required)
    .addColumn('day', 'text', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('facts', 'integer', required)
    .addColumn('hash', 'text', required)
    .addPrimaryKeyConstraint('evidence_marks_pk', ['ticket_id', 'day'])
    .execute()
  await db.schema
    .createIndex('evidence_marks_contract')
    .on('evidence_marks')
    .columns(['contract_id', 'day'])
    .execute()
  await db.schema
    .createTable('evidence_checks')
    .addColumn('contract_id', 'text', (column) => column.primaryKey())
    .addColumn('partner_member_id', 'text', required)
    .addColumn('root_at', 'bigint', required)
    .addColumn('check_at', 'bigint', required)
    .addColumn('began_at', 'bigint', required)
    .addColumn('place', 'text', required)
    .addColumn('finding', 'text')
    .addColumn('found_at', 'bigint')
    .execute()
}
