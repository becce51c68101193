import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** Links to the rescue page and the sessions behind them; tokens are kept as hashes only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rescue_links')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('rescue_links_of_address')
    .on('rescue_links')
    .columns(['email', 'expires_at'])
    .execute()
  await db.schema
    .createTable('rescue_sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .execute()
}
