import type { Kysely } from 'kysely'

/** Which of the partner's people may do what managers do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('duty_managers')
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('duty_managers_key', ['member_id', 'user_id'])
    .execute()
}
