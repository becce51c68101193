import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import { isPostgres } from './dialect.ts'

/** The portals that this process looks after. */
export type Ours = 'all' | readonly string[]

/** A choice of portals: also all but some. */
export type Portals = Ours | { except: readonly string[] }

type Column = 'member_id' | 'partner_member_id' | 'portals.member_id'

/** Limits a query to some portals. There may be thousands: as one value, not as one each. */
export function among<Schema>(
  db: Kysely<Schema>,
  column: Column,
  portals: Portals,
): RawBuilder<SqlBool> {
  if (portals === 'all') return sql`1 = 1`
  const isOut = 'except' in portals
  const listed = isOut ? portals.except : portals
  if (isPostgres(db)) {
    const isListed = sql<SqlBool>`${sql.ref(column)} = any(${listed}::text[])`
    return isOut ? sql`not ${isListed}` : isListed
  }
  const values = sql`(select value from json_each(${JSON.stringify(listed)}))`
  return isOut ? sql`${sql.ref(column)} not in ${values}` : sql`${sql.ref(column)} in ${values}`
}
