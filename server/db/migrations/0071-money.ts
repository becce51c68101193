import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Prepaid hours, and the statement of each month of a contract. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('packages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('contract_id', 'text', required)
    .addColumn('terms', 'text', required)
    .addColumn('sold_at', 'bigint', required)
    .addColumn('sold_by', 'text', required)
    .execute()
  await db.schema.createIndex('packages_of_contract').on('packages').column('contract_id').execute()
  await db.schema
    .createTable('statements')
    .addColumn('contract_id', 'text', required)
    .addColumn('month', 'text', required)
    .addColumn('partner_member_id', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('revision', 'integer', required)
    .addColumn('wanted', 'text')
    .addColumn('done', 'integer', required)
    .addColumn('total', 'integer', required)
    .addColumn('problem', 'text')
    .addColumn('content', 'text')
    .addColumn('hash', 'text')
    .addColumn('events', 'text', required)
    .addPrimaryKeyConstraint('statements_pk', ['contract_id', 'month'])
    .execute()
  await db.schema
    .createIndex('statements_to_make')
    .on('statements')
    .columns(['wanted', 'partner_member_id'])
    .execute()
}
