import { type Kysely, PostgresAdapter } from 'kysely'

/** Both databases understand nearly the same; where they do not, this decides. */
export const isPostgres = <Schema>(db: Kysely<Schema>): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter
