import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import * as initial from './migrations/0001-initial.ts'
import * as upkeep from './migrations/0002-upkeep.ts'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>

const migrations = { '0001-initial': initial, '0002-upkeep': upkeep }

/**
 * Opens the store and brings it up to the newest schema.
 *
 * @param file path, made where it is missing; ':memory:' for a store that dies with the process
 */
export async function openDb(file: string): Promise<Db> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const sqlite = new Sqlite(file)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('busy_timeout = 5000')
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) })
  await migrate(db)
  return db
}

async function migrate(db: Db): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw new Error('The database could not be migrated', { cause: error })
}
