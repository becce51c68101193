import { type ColumnDefinitionBuilder, type Kysely } from 'kysely'

const text = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo('')

/** How papers name the parties of a contract; a closed statement keeps them as they were. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['partner_name', 'partner_requisites', 'customer_requisites'])
    await db.schema.alterTable('contract_life').addColumn(name, 'text', text).execute()
  await db.schema.alterTable('statements').addColumn('parties', 'text').execute()
}
