import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { isPostgres } from '../dialect.ts'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** A number that is never given twice. */
const numbered = (db: Kysely<unknown>) => (column: ColumnDefinitionBuilder) =>
  isPostgres(db)
    ? column.primaryKey().generatedByDefaultAsIdentity()
    : column.primaryKey().autoIncrement()

/** Addresses of the parties' own systems, and what was sent there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('member_id', 'text', required)
    .addColumn('url', 'text', required)
    .addColumn('secret', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute()
  await db.schema.createIndex('webhooks_portal').on('webhooks').column('member_id').execute()
  await db.schema
    .createTable('webhook_deliveries')
    .addColumn('id', 'integer', numbered(db))
    .addColumn('webhook_id', 'text', required)
    .addColumn('member_id', 'text', required)
    .addColumn('ticket_id', 'text', required)
    .addColumn('event_id', 'text', required)
    .addColumn('event', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('not_before', 'bigint', required)
    .addColumn('problem', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('sent_at', 'bigint')
    .addUniqueConstraint('webhook_deliveries_once', ['webhook_id', 'event_id'])
    .execute()
  await db.schema
    .createIndex('webhook_deliveries_waiting')
    .on('webhook_deliveries')
    .columns(['state', 'webhook_id', 'ticket_id'])
    .execute()
}
