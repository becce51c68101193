import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What engineers did, every earlier value of it, and what the customer objected to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('work_entries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', required)
    .addColumn('member_id', 'text', required)
    .addColumn('engineer_id', 'integer', required)
    .addColumn('engineer', 'text', required)
    .addColumn('from_at', 'bigint', required)
    .addColumn('to_at', 'bigint', required)
    .addColumn('details', 'text', required)
    .addColumn('entered_at', 'bigint', required)
    .addColumn('revision', 'integer', required)
    .addColumn('earlier', 'text', required)
    .addColumn('withdrawn', 'text')
    .addColumn('objection', 'text')
    .execute()
  await db.schema
    .createIndex('work_entries_of_ticket')
    .on('work_entries')
    .columns(['ticket_id', 'from_at'])
    .execute()
  await db.schema
    .createIndex('work_entries_of_engineer')
    .on('work_entries')
    .columns(['member_id', 'engineer_id', 'to_at'])
    .execute()
  await db.schema
    .createTable('work_engineers')
    .addColumn('member_id', 'text', required)
    .addColumn('engineer_id', 'integer', required)
    .addColumn('revision', 'integer', required)
    .addColumn('timer_ticket_id', 'text')
    .addColumn('timer_started_at', 'bigint')
    .addColumn('timer_stopped_at', 'bigint')
    .addPrimaryKeyConstraint('work_engineers_pk', ['member_id', 'engineer_id'])
    .execute()
}
