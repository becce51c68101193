import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { isPostgres } from '../dialect.ts'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** A number that is never given twice. */
const numbered = (db: Kysely<unknown>) => (column: ColumnDefinitionBuilder) =>
  isPostgres(db)
    ? column.primaryKey().generatedByDefaultAsIdentity()
    : column.primaryKey().autoIncrement()

/** Who changed what in contracts, persons and settings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', numbered(db))
    .addColumn('member_id', 'text', required)
    .addColumn('contract_id', 'text')
    .addColumn('code', 'text', required)
    .addColumn('about', 'text', required)
    .addColumn('actor_member_id', 'text')
    .addColumn('actor_id', 'bigint')
    .addColumn('actor', 'text')
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('at', 'bigint', required)
    .execute()
  await db.schema.createIndex('audit_of_portal').on('audit').columns(['member_id', 'id']).execute()
}
