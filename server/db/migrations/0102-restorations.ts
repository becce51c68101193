import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/**
 * When each contract's records were restored from a backup, and what of them is still to be read again
 * from the portals, which know more than the backup does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('restorations')
    .addColumn('contract_id', 'text', required)
    .addColumn('partner_member_id', 'text', required)
    .addColumn('backup_at', 'bigint', required)
    .addColumn('restored_at', 'bigint', required)
    .addColumn('try_at', 'bigint', required)
    .addColumn('adopted_at', 'bigint')
    .addPrimaryKeyConstraint('restorations_pk', ['contract_id', 'restored_at'])
    .execute()
  await db.schema
    .createTable('unread_tickets')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey())
    .addColumn('partner_member_id', 'text', required)
    .addColumn('since', 'bigint', required)
    .addColumn('is_over', 'integer', required)
    .addColumn('try_at', 'bigint', required)
    .execute()
}
