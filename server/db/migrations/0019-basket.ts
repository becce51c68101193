import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Questions that collect until somebody sends them as one ticket, and whether they were answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('basket_questions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('contract_id', 'text', required)
    .addColumn('author_id', 'integer', required)
    .addColumn('author', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('position', 'integer', required)
    .addColumn('asked_at', 'bigint', required)
    .addColumn('filing_id', 'text')
    .addColumn('ticket_id', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('answered_by', 'text')
    .execute()
  await db.schema
    .createIndex('basket_questions_of_contract')
    .on('basket_questions')
    .columns(['contract_id', 'ticket_id'])
    .execute()
  await db.schema
    .createIndex('basket_questions_of_ticket')
    .on('basket_questions')
    .columns(['ticket_id'])
    .execute()
}
