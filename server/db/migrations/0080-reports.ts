import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely'

const required = (column: ColumnDefinitionBuilder) => column.notNull()

/** What reports count, by the month in which it counts; small rows in an index of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('report_clocks')
    .addColumn('ticket_id', 'text', required)
    .addColumn('seq', 'integer', required)
    .addColumn('partner_member_id', 'text', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('engineer_id', 'bigint', required)
    .addColumn('month', 'text', required)
    .addColumn('clock', 'text', required)
    .addColumn('level', 'integer', required)
    .addColumn('outcome', 'text', required)
    .addColumn('settles_at', 'bigint', required)
    .addColumn('used_minutes', 'integer')
    .addColumn('holds_after', 'bigint', required)
    .addColumn('holds_until', 'bigint', required)
    .addPrimaryKeyConstraint('report_clocks_pk', ['ticket_id', 'seq'])
    .execute()
  await index(db, 'report_clocks', [
    ...['month', 'clock', 'level', 'outcome', 'contract_id', 'engineer_id'],
    ...['settles_at', 'holds_after', 'holds_until', 'used_minutes', 'ticket_id'],
  ])
  await db.schema
    .createTable('report_tickets')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey())
    .addColumn('partner_member_id', 'text', required)
    .addColumn('contract_id', 'text', required)
    .addColumn('engineer_id', 'bigint', required)
    .addColumn('month', 'text', required)
    .addColumn('hour', 'integer', required)
    .addColumn('level', 'integer', required)
    .addColumn('registered_at', 'bigint', required)
    .addColumn('over_at', 'bigint', required)
    .execute()
  await index(db, 'report_tickets', [
    ...['month', 'hour', 'contract_id', 'engineer_id', 'level', 'ticket_id'],
  ])
  await index(db, 'report_tickets', [
    ...['over_at', 'registered_at', 'contract_id', 'engineer_id', 'level', 'ticket_id'],
  ])
  await db.schema
    .createIndex('report_tickets_of_contract')
    .on('report_tickets')
    .columns(['contract_id', 'over_at', 'registered_at', 'ticket_id'])
    .execute()
  await db.schema
    .createIndex('report_clocks_of_contract')
    .on('report_clocks')
    .columns(['contract_id', 'month', 'ticket_id'])
    .execute()
  await db.schema
    .createTable('report_todo')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey())
    .addColumn('partner_member_id', 'text', required)
    .execute()
  await sql`insert into report_todo select id, partner_member_id from tickets`.execute(db)
}

const index = (db: Kysely<unknown>, table: string, columns: string[]) =>
  db.schema
    .createIndex(`${table}_by_${columns[0] ?? ''}`)
    .on(table)
    .columns(['partner_member_id', ...columns])
    .execute()
