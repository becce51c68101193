import type { Kysely } from 'kysely'

/** Who made a version of the terms and when, and who took it back before it held. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const add = (name: string, type: 'bigint' | 'text') =>
    db.schema.alterTable('contract_terms').addColumn(name, type).execute()
  await add('made_at', 'bigint')
  await add('made_by', 'text')
  await add('withdrawn_at', 'bigint')
  await add('withdrawn_by', 'text')
}
