import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { createSecretBox, type SecretBox } from '../../server/secret-box.ts'
import { startDatabase } from './start-database.ts'

export const box = createSecretBox([{ id: 'test', bytes: Buffer.alloc(32, 't') }])

export type TestDatabase = {
  db: Database
  /** The same data as somebody else sees it, with the same keys or others. */
  open: (keys?: SecretBox) => Promise<Database>
  /** Another replica on the same data; SQLite is for one process, which is its own. */
  replica: () => Promise<Database>
  close: () => Promise<void>
}

async function startSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-store-'))
  const open = (keys: SecretBox) => openDatabase({ file: join(folder, 'desk.db') }, keys)
  const kept = await keepOpened(open)
  return {
    ...kept,
    replica: () => Promise.resolve(kept.db),
    close: async () => {
      await kept.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export async function startPostgres(): Promise<TestDatabase> {
  const url = await startDatabase()
  return keepOpened((keys) => openDatabase({ url }, keys))
}

async function keepOpened(openOne: (keys: SecretBox) => Promise<Database>): Promise<TestDatabase> {
  const opened: Database[] = []
  const open = async (keys = box) => {
    const db = await openOne(keys)
    opened.push(db)
    return db
  }
  return {
    db: await open(),
    open,
    replica: () => open(),
    close: async () => {
      for (const db of opened) await db.close()
    },
  }
}

/** What every story of the stores is told on. */
export const databaseKinds = [
  { kind: 'SQLite', start: startSqlite },
  { kind: 'PostgreSQL', start: startPostgres },
]
