import type { Kysely } from 'kysely'

/** In which language we write into a portal; those that we have written into go on in Russian. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('portals')
    .addColumn('language', 'text', (column) => column.notNull().defaultTo('ru'))
    .execute()
}
