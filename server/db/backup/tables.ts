import { sql, type TableMetadata } from 'kysely'
import { isPostgres } from '../dialect.ts'
import type { Db } from '../open-db.ts'

/** The tables of our schema, without the migrator's own. */
export async function tablesOf(db: Db): Promise<TableMetadata[]> {
  const all = await db.introspection.getTables()
  const schema = isPostgres(db) ? await currentSchema(db) : undefined
  return all.filter((table) => !table.isView && (!schema || table.schema === schema))
}

export async function currentSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db)
  return rows[0]?.name ?? 'public'
}
