import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../server/db/database.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { startDatabase } from './start-database.ts'

export const box = createSecretBox([{ id: 'test', bytes: Buffer.alloc(32, 't') }])

export type TestDatabase = {
  db: Database
  /** The same data as somebody else sees it. */
  open: () => Promise<Database>
  /** Another replica on the same data; SQLite is for one process, which is its own. */
  replica: () => Promise<Database>
  close: () => Promise<void>
}

async function startSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-store-'))
  const open = () => openDatabase({ file: join(folder, 'desk.db') }, box)
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
  return keepOpened(() => openDatabase({ url }, box))
}

async function keepOpened(openOne: () => Promise<Database>): Promise<TestDatabase> {
  const opened: Database[] = []
  const open = async () => {
    const db = await openOne()
    opened.push(db)
    return db
  }
  return {
    db: await open(),
    open,
    replica: open,
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
