import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { isPostgres } from '../dialect.ts'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** A number that is never given twice. */
const numbered = (db: Kysely<unknown>) => (column: ColumnDefinitionBuilder) =>
  isPostgres(db)
    ? column.primaryKey().generatedByDefaultAsIdentity()
    : column.primaryKey().autoIncrement()

/** Mails as they came, what became of them, and how far mailboxes have been read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('raw_mails')
    .addColumn('id', 'integer', numbered(db))
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('received_at', 'bigint', required)
    .addColumn('return_path', 'text')
    .addColumn('recipients', 'text', required)
    .addColumn('remote', 'text')
    .addColumn('raw', isPostgres(db) ? 'bytea' : 'blob')
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('not_before', 'bigint', required)
    .addColumn('problem', 'text')
    .addColumn('message_id', 'text')
    .addColumn('from_address', 'text')
    .addColumn('summary', 'text')
    .addColumn('partner_member_id', 'text')
    .addColumn('contract_id', 'text')
    .addColumn('ticket_id', 'text')
    .addColumn('reason', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('confirm_hash', 'text')
    .addColumn('confirm_until', 'bigint')
    .addColumn('decided_by', 'text')
    .execute()
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('raw_mails').columns(columns).execute()
  await index('raw_mails_waiting', ['state', 'not_before'])
  await index('raw_mails_message', ['message_id'])
  await index('raw_mails_author', ['from_address', 'received_at'])
  await index('raw_mails_partner', ['partner_member_id', 'state'])
  await index('raw_mails_confirm', ['confirm_hash'])
  await db.schema
    .createTable('mail_positions')
    .addColumn('mailbox', 'text', (column) => column.primaryKey())
    .addColumn('uid_validity', 'text', required)
    .addColumn('last_uid', 'bigint', required)
    .addColumn('since', 'bigint', required)
    .execute()
}
