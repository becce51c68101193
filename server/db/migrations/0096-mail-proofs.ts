import type { Kysely } from 'kysely'

/** When the author of a held mail has proven by a link that he wrote it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('raw_mails').addColumn('confirmed_at', 'bigint').execute()
  await db.schema
    .createIndex('raw_mails_answered')
    .on('raw_mails')
    .columns(['answered_at', 'reason'])
    .execute()
}
