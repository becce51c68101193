import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { isPostgres } from '../dialect.ts'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** A number that is never given twice. */
const numbered = (db: Kysely<unknown>) => (column: ColumnDefinitionBuilder) =>
  isPostgres(db)
    ? column.primaryKey().generatedByDefaultAsIdentity()
    : column.primaryKey().autoIncrement()

/** What customers file and write without their portal, with its files, and by which way a message came. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outside_posts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('person_id', 'text', required)
    .addColumn('author', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('content', 'text', required)
    .execute()
  await db.schema
    .createIndex('outside_posts_of_person')
    .on('outside_posts')
    .columns(['contract_id', 'person_id'])
    .execute()
  await db.schema
    .createTable('outside_files')
    .addColumn('id', 'integer', numbered(db))
    .addColumn('post_id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('bytes', isPostgres(db) ? 'bytea' : 'blob', required)
    .execute()
  await db.schema
    .createIndex('outside_files_of_post')
    .on('outside_files')
    .column('post_id')
    .execute()
  await db.schema.alterTable('messages').addColumn('channel', 'text').execute()
  await db.schema.alterTable('messages').addColumn('post_id', 'text').execute()
}
