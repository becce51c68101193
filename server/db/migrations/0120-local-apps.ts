import type { Kysely } from 'kysely'

/** Keys of local apps that customers' portals have made, and the links by which they are entered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('local_apps')
    .addColumn('contract_id', 'text', (column) => column.primaryKey())
    .addColumn('link_hash', 'text', (column) => column.unique())
    .addColumn('expires_at', 'bigint')
    .addColumn('client_id', 'text', (column) => column.unique())
    .addColumn('client_secret', 'text')
    .addColumn('member_id', 'text', (column) => column.unique())
    .execute()
}
