import { sql } from 'kysely'
import { isPostgres } from '../dialect.ts'
import type { Db } from '../open-db.ts'
import { presence } from '../session-claims.ts'
import { currentSchema, tablesOf } from './tables.ts'

/** @throws Error when a server has the database open */
export async function requireUnused(db: Db): Promise<void> {
  if (await isUsed(db))
    throw new Error('A server is using the database: stop it, and all its replicas, before')
}

async function isUsed(db: Db): Promise<boolean> {
  if (!isPostgres(db))
    // Leaving the log of writes behind is possible for the last connection only.
    return sql`pragma journal_mode = delete`.execute(db).then(
      () => false,
      () => true,
    )
  const { rows } = await sql`
    select 1 from pg_locks
    where locktype = 'advisory' and classid = ${presence}
      and database = (select oid from pg_database where datname = current_database())
  `.execute(db)
  return rows.length > 0
}

/** Nothing is lost when it is overwritten. */
export async function isEmpty(db: Db): Promise<boolean> {
  for (const { name } of await tablesOf(db)) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) return false
  }
  return true
}

const ofMigrator = ['kysely_migration', 'kysely_migration_lock']

/**
 * Leaves our schema without tables.
 *
 * @param aside the schema into which they are moved; null drops them, because they are empty
 */
export async function makeWay(db: Db, aside: string | null): Promise<void> {
  const names = (await tablesOf(db)).map(({ name }) => name)
  const schema = await currentSchema(db)
  await db.transaction().execute(async (transaction) => {
    if (aside !== null) await transaction.schema.createSchema(aside).execute()
    for (const name of [...names, ...ofMigrator]) {
      const table = sql.table(`${schema}.${name}`)
      await (
        aside === null
          ? sql`drop table if exists ${table}`
          : sql`alter table if exists ${table} set schema ${sql.ref(aside)}`
      ).execute(transaction)
    }
    if (aside === null) return
    // The migrator takes a table of its name in whatever schema for its own.
    for (const name of ofMigrator)
      await sql`
        alter table if exists ${sql.table(`${aside}.${name}`)} rename to ${sql.ref(`${name}_before`)}
      `.execute(transaction)
  })
}
