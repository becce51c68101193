import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Which share of a month's limit was reached when, and who consented that work goes on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('limit_marks')
    .addColumn('contract_id', 'text', required)
    .addColumn('month', 'text', required)
    .addColumn('share', 'integer', required)
    .addColumn('reached_at', 'bigint', required)
    .addColumn('consented_at', 'bigint')
    .addColumn('consented_by', 'text')
    .addPrimaryKeyConstraint('limit_marks_pk', ['contract_id', 'month', 'share'])
    .execute()
}
