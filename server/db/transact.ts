import { setTimeout as sleep } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** Serialisation failure and deadlock: nothing was done, and the next attempt may go through. */
const conflicts = new Set(['40001', '40P01'])
const maxAttempts = 20

/**
 * One transaction, all or none. It sees the database as it was when it began; when another one has
 * meanwhile changed a row that it writes too, it runs again from the start. SQLite has one writer at
 * a time and needs none of this.
 *
 * @param work touches nothing but the database, because it may run more than once
 */
export async function transact<T>(
  db: Db,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel('repeatable read').execute(work)
    } catch (error) {
      if (attempt === maxAttempts || !isConflict(error)) throw error
      await sleep(attempt)
    }
  }
}

const isConflict = (error: unknown) =>
  error instanceof Error && 'code' in error && conflicts.has(String(error.code))
