import { sql } from 'kysely'
import { isPostgres } from '../dialect.ts'
import type { Db } from '../open-db.ts'
import type { BackupContent, Cell } from './backup-file.ts'
import { tablesOf } from './tables.ts'

/** Values in one statement; both databases take more than twice as many. */
const valuesAtOnce = 10_000

/** Puts rows into tables that are there and empty. */
export async function insertAll(transaction: Db, content: BackupContent): Promise<void> {
  let into = { table: '', columns: [] as string[] }
  let rows: (readonly Cell[])[] = []
  const flush = async () => {
    if (rows.length === 0) return
    const columns = sql.join(into.columns.map((name) => sql.ref(name)))
    const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`))
    await sql`insert into ${sql.table(into.table)} (${columns}) values ${values}`.execute(
      transaction,
    )
    rows = []
  }
  for await (const part of content) {
    if ('table' in part) {
      await flush()
      into = part.table
    } else if (rows.push(part.row) * into.columns.length >= valuesAtOnce) await flush()
  }
  await flush()
}

/** PostgreSQL's counters do not see the numbers of rows that bring their own. */
export async function renumber(transaction: Db): Promise<void> {
  if (!isPostgres(transaction)) return
  for (const { name, columns } of await tablesOf(transaction))
    for (const column of columns.filter((one) => one.isAutoIncrementing))
      await sql`
        select setval(pg_get_serial_sequence(${name}, ${column.name}), max(${sql.ref(column.name)}))
        from ${sql.table(name)}
      `.execute(transaction)
}
