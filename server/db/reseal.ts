import { sql } from 'kysely'
import type { SecretBox } from '../secret-box.ts'
import type { Db } from './open-db.ts'

/** Every sealed column; a value belongs to `table/id/column`. */
const sealed = [
  { table: 'service_tokens', id: 'member_id', column: 'access_token' },
  { table: 'service_tokens', id: 'member_id', column: 'refresh_token' },
  { table: 'portals', id: 'member_id', column: 'application_token' },
  { table: 'webhooks', id: 'id', column: 'secret' },
  { table: 'local_apps', id: 'contract_id', column: 'client_secret' },
] as const

type Row = { id: string; value: string }

/**
 * Seals with the newest key what an older one has sealed, so that the older may be taken away. A value
 * that somebody replaces meanwhile is left as he wrote it.
 *
 * What no key opens stays as it lies there, for the key may come back.
 *
 * @returns how many values of which columns no key opens
 */
export async function resealAll(db: Db, box: SecretBox): Promise<Record<string, number>> {
  const lost: Record<string, number> = {}
  for (const { table, id, column } of sealed) {
    const [key, value] = [sql.ref(id), sql.ref(column)]
    const { rows } = await sql<Row>`
      select ${key} as id, ${value} as value from ${sql.table(table)} where ${value} is not null
    `.execute(db)
    const orphans = rows.filter((row) => !box.hasKeyOf(row.value))
    if (orphans.length > 0) lost[`${table}.${column}`] = orphans.length
    for (const row of rows.filter((one) => box.hasKeyOf(one.value) && !box.isNewest(one.value))) {
      const context = `${table}/${row.id}/${column}`
      const fresh = box.seal(box.open(row.value, context), context)
      await sql`
        update ${sql.table(table)} set ${value} = ${fresh}
        where ${key} = ${row.id} and ${value} = ${row.value}
      `.execute(db)
    }
  }
  return lost
}
