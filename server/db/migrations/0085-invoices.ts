import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Whom a contract's invoices are for, and the invoice of each of its statements. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('invoice_clients')
    .addColumn('contract_id', 'text', (column) => column.primaryKey())
    .addColumn('client', 'text', required)
    .execute()
  await db.schema
    .createTable('invoices')
    .addColumn('contract_id', 'text', required)
    .addColumn('month', 'text', required)
    .addColumn('member_id', 'text', required)
    .addColumn('client', 'text', required)
    .addColumn('item_id', 'integer')
    .addColumn('has_rows', 'integer', required)
    .addColumn('stage', 'text')
    .addColumn('is_over', 'integer', required)
    .addColumn('problem', 'text')
    .addPrimaryKeyConstraint('invoices_pk', ['contract_id', 'month'])
    .execute()
  await db.schema
    .createIndex('invoices_to_follow')
    .on('invoices')
    .columns(['is_over', 'member_id'])
    .execute()
}
