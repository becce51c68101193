import { type Kysely, sql } from 'kysely'

/** Whether a delivered effect has lost its words by now, and a way to those that still have them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('outbox')
    .addColumn('is_brief', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`create index outbox_wordy on outbox (created_at)
    where state = 'sent' and is_brief = 0`.execute(db)
}
