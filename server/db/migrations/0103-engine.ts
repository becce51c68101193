import type { Kysely } from 'kysely'

/** By which version of the engine a ticket's stored clocks were computed; 0: before that was noted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('tickets')
    .addColumn('engine', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('tickets_engine')
    .on('tickets')
    .columns(['engine', 'partner_member_id'])
    .execute()
}
