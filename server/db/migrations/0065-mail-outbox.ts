import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { isPostgres } from '../dialect.ts'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** A number that is never given twice. */
const numbered = (db: Kysely<unknown>) => (column: ColumnDefinitionBuilder) =>
  isPostgres(db)
    ? column.primaryKey().generatedByDefaultAsIdentity()
    : column.primaryKey().autoIncrement()

/** Mails that go out, and whom each message has reached on channels other than the portals' cards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mails')
    .addColumn('id', 'integer', numbered(db))
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('token', 'text', required)
    .addColumn('member_id', 'text', required)
    .addColumn('lane', 'text', required)
    .addColumn('ticket_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('reader', 'text')
    .addColumn('content', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('not_before', 'bigint', required)
    .addColumn('good_until', 'bigint')
    .addColumn('problem', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('sent_at', 'bigint')
    .execute()
  await db.schema.createIndex('mails_waiting').on('mails').columns(['state', 'lane']).execute()
  await db.schema.createIndex('mails_token').on('mails').column('token').execute()
  await db.schema.createIndex('mails_ticket').on('mails').column('ticket_id').execute()
  await db.schema
    .createTable('message_readers')
    .addColumn('message_id', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('reader', 'text', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('message_readers_pk', ['message_id', 'channel', 'reader'])
    .execute()
}
