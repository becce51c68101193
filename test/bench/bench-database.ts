import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import pg from 'pg'

/** Set for benches that run on PostgreSQL: an empty database. */
export const databaseVariable = 'BENCH_DATABASE_URL'

type Row = Record<string, unknown>

/** The database that a bench's backend works on, and a look into it past the backend. */
export type BenchDatabase = {
  /** For startWorld. */
  world: { databaseUrl: string } | { databaseFile: string }
  /** For the backend's configuration. */
  environment: Record<string, string>
  query(sql: string): Promise<Row[]>
  columnsOf(table: string): Promise<string[]>
}

/** @param folder where an SQLite file goes when no PostgreSQL is given */
export function benchDatabase(folder: string): BenchDatabase {
  const url = process.env[databaseVariable]
  return url === undefined ? inFile(join(folder, 'desk.db')) : onServer(url)
}

function inFile(databaseFile: string): BenchDatabase {
  const query = (sql: string) => {
    const database = new Sqlite(databaseFile)
    const statement = database.prepare(sql)
    const rows = statement.reader ? (statement.all() as Row[]) : []
    if (!statement.reader) statement.run()
    database.close()
    return Promise.resolve(rows)
  }
  return {
    world: { databaseFile },
    environment: { DATABASE_FILE: databaseFile },
    query,
    columnsOf: async (table) => namesIn(await query(`pragma table_info(${table})`)),
  }
}

function onServer(databaseUrl: string): BenchDatabase {
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query<Row>(sql)
    await client.end()
    return rows
  }
  return {
    world: { databaseUrl },
    environment: { DATABASE_URL: databaseUrl },
    query,
    columnsOf: async (table) =>
      namesIn(
        await query(
          `select column_name as name from information_schema.columns where table_name = '${table}'`,
        ),
      ),
  }
}

const namesIn = (rows: readonly Row[]): string[] => rows.map((row) => String(row.name))
