import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

/** A pool of connections whose numbers come as numbers. */
export function postgresDialect(url: string): Dialect {
  const types = new pg.TypeOverrides()
  // Instants, counts and portals' ids, which numbers hold exactly.
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'sla-desk',
    connectionTimeoutMillis: 10_000,
    query_timeout: 120_000,
    keepAlive: true,
    types,
  })
  // A connection that breaks while nobody uses it is replaced by the next query.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
