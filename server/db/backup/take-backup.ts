import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { z } from 'zod'
import { isPostgres } from '../dialect.ts'
import { connectDb, type DatabaseTarget, type Db } from '../open-db.ts'
import { type BackupContent, type Cell, writeBackup } from './backup-file.ts'
import { tablesOf } from './tables.ts'

const pageSize = 500

/**
 * Saves the whole database as it is at one instant, while everything goes on: one transaction that only
 * reads. Tokens and secrets lie there sealed, and stay so.
 *
 * @returns the number of rows
 * @throws Error when there is no database, or the file is there already
 */
export async function takeBackup(
  target: DatabaseTarget,
  file: string,
  takenAt: number,
): Promise<number> {
  if (existsSync(file)) throw new Error(`${file} is there already`)
  if ('file' in target && !existsSync(target.file))
    throw new Error(`There is no database ${target.file}`)
  const db = await connectDb(target)
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (snapshot) => {
        const migrations = await migrationsOf(snapshot)
        return writeBackup(file, { takenAt, migrations }, contentOf(snapshot))
      })
  } finally {
    await db.destroy()
  }
}

const nameSchema = z.object({ name: z.string() })

/** In the order in which they were made. */
async function migrationsOf(snapshot: Db): Promise<string[]> {
  const { rows } = await sql`select name from kysely_migration order by timestamp, name`.execute(
    snapshot,
  )
  return rows.map((row) => nameSchema.parse(row).name)
}

async function* contentOf(snapshot: Db): BackupContent {
  for (const { name, columns } of await tablesOf(snapshot)) {
    const table = { table: name, columns: columns.map((column) => column.name) }
    yield { table }
    for await (const row of rowsOf(snapshot, name))
      yield { row: table.columns.map((column) => row[column] ?? null) }
  }
}

type Row = Record<string, Cell>

/** A page at a time, however large the table is. */
function rowsOf(snapshot: Db, table: string): AsyncIterable<Row> {
  if (isPostgres(snapshot)) return fetched(snapshot, table)
  const rows = sql<Row>`${sql.table(table)}`.as('rows')
  return snapshot.selectFrom(rows).selectAll().stream(pageSize)
}

/** The driver of PostgreSQL knows no other way to read page by page. */
async function* fetched(snapshot: Db, table: string): AsyncIterable<Row> {
  await sql`declare backup no scroll cursor for select * from ${sql.table(table)}`.execute(snapshot)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(pageSize)} from backup`.execute(snapshot)
    yield* rows
    if (rows.length < pageSize) break
  }
  await sql`close backup`.execute(snapshot)
}
