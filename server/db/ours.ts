import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** The portals that this process looks after: everything, or those of a list that is not empty. */
export type Ours = 'all' | readonly string[]

/** Limits a query to our portals. */
export const among = (
  column: 'member_id' | 'partner_member_id',
  ours: Ours,
): RawBuilder<SqlBool> =>
  ours === 'all' ? sql`1 = 1` : sql`${sql.ref(column)} in (${sql.join(ours)})`
