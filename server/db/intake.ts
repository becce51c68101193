import { sql } from 'kysely'
import type { Instant } from '../../shared/time.ts'
import { isPostgres } from './dialect.ts'
import { createGroupCommit } from './group-commit.ts'
import { newInboxRow, type Signal } from './inbox-store.ts'
import type { Db } from './open-db.ts'

export type Intake = {
  /** Resolves when the signal will outlive us. */
  take(memberId: string, signal: Signal, now: Instant): Promise<void>
}

type Row = ReturnType<typeof newInboxRow>

const maxRows = 500

/** Stores the signals of doors, many in one commit. */
export function createIntake(db: Db): Intake {
  const store = createGroupCommit((rows: Row[]) => insertAll(db, rows), maxRows)
  return { take: (memberId, signal, now) => store(newInboxRow(memberId, signal, now)) }
}

/** All rows as one value: a statement with a value for each cell is another one for each number of rows. */
async function insertAll(db: Db, rows: readonly Row[]): Promise<void> {
  const listed = JSON.stringify(rows)
  const cells = isPostgres(db)
    ? sql`select member_id, signal, received_at, not_before, attempts, is_upkeep
        from json_to_recordset(${listed}::json) as row (member_id text, signal text,
          received_at bigint, not_before bigint, attempts int, is_upkeep int)`
    : sql`select value ->> 'member_id', value ->> 'signal', value ->> 'received_at',
        value ->> 'not_before', value ->> 'attempts', value ->> 'is_upkeep'
        from json_each(${listed})`
  await sql`insert into inbox (member_id, signal, received_at, not_before, attempts, is_upkeep)
    ${cells}`.execute(db)
}
