import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** The portals that this process looks after. */
export type Ours = 'all' | readonly string[]

/** A choice of portals: also all but some. */
export type Portals = Ours | { except: readonly string[] }

/** Limits a query to some portals. */
export function among(
  column: 'member_id' | 'partner_member_id',
  portals: Portals,
): RawBuilder<SqlBool> {
  if (portals === 'all') return sql`1 = 1`
  if ('except' in portals) return sql`${sql.ref(column)} not in (${sql.join(portals.except)})`
  return portals.length === 0 ? sql`1 = 0` : sql`${sql.ref(column)} in (${sql.join(portals)})`
}
