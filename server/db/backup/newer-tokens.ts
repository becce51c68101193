import type { Selectable } from 'kysely'
import type { Db } from '../open-db.ts'
import type { Schema } from '../schema.ts'
import { tablesOf } from './tables.ts'

/** A portal's pair, sealed as it lies there. */
export type Tokens = Selectable<Schema['service_tokens']>

/** Of a database of whatever version. */
export async function tokensIn(db: Db): Promise<Tokens[]> {
  const tables = await tablesOf(db)
  const hasTokens = tables.some(({ name }) => name === 'service_tokens')
  return hasTokens ? db.selectFrom('service_tokens').selectAll().execute() : []
}

/**
 * A refresh token is good for one use: those of a backup are worth nothing when they were renewed since.
 */
export async function keepNewerTokens(db: Db, tokens: readonly Tokens[]): Promise<void> {
  for (const pair of tokens)
    await db
      .updateTable('service_tokens')
      .set(pair)
      .where('member_id', '=', pair.member_id)
      .where('refreshed_at', '<', pair.refreshed_at)
      .execute()
}
