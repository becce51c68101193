import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What organisational contacts asked to change in the list of persons, and what became of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('person_changes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('contract_id', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('state', 'text', required)
    .addColumn('asked_at', 'bigint', required)
    .addColumn('asked_by', 'text', required)
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('reason', 'text', required)
    .execute()
  await db.schema
    .createIndex('person_changes_of_contract')
    .on('person_changes')
    .columns(['contract_id', 'asked_at'])
    .execute()
}
