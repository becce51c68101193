import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../dialect.ts'

/** What each event or step asks for, and what took a look at every row as long as portals were few. */
const wanted = [
  ['persons', 'contract_id'],
  ['contracts', 'customer_member_id'],
  ['contracts', 'partner_member_id'],
  ['messages', 'comment_id'],
] as const

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, column] of wanted)
    await db.schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute()
  // Asked for twice a second; as the query of the portals' store says it.
  if (isPostgres(db))
    await sql`create index portals_setting_up on portals (member_id)
      where setup like '%"state":"running"%'`.execute(db)
}
