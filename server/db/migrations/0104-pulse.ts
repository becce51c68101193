import type { Kysely } from 'kysely'

/** How each portal does, as whoever looks after it has noted: for all replicas to show. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('portal_pulse')
    .addColumn('member_id', 'text', (column) => column.primaryKey())
    .addColumn('app_version', 'text')
    .addColumn('budget', 'text')
    .execute()
}
