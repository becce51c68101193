import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type DatabaseTarget, openDb } from '../../server/db/open-db.ts'
import { startDatabase } from './start-database.ts'
import type { WorldOptions } from './start-world.ts'

/** Where a world keeps its data, and how somebody gets at it past the app. */
export type Ground = { options: WorldOptions; target: DatabaseTarget }

export const grounds: { kind: string; prepare: () => Promise<Ground> }[] = [
  {
    kind: 'SQLite',
    prepare: () => {
      const file = join(mkdtempSync(join(tmpdir(), 'sla-evidence-')), 'desk.db')
      return Promise.resolve({ options: { databaseFile: file }, target: { file } })
    },
  },
  {
    kind: 'PostgreSQL',
    prepare: async () => {
      const url = await startDatabase()
      return { options: { databaseUrl: url }, target: { url } }
    },
  },
]

/** Changes rows as somebody with a database client would. */
export async function tamper(target: DatabaseTarget, statement: string): Promise<void> {
  const db = await openDb(target)
  await sql.raw(statement).execute(db)
  await db.destroy()
}
