import type { Kysely } from 'kysely'

/** From which network a held mail came whose author was sent a link: each has links of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('raw_mails').addColumn('network', 'text').execute()
}
