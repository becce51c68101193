import type { Instant } from '../../shared/time.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Signal } from './inbox-store.ts'
import type { Db } from './open-db.ts'
import { newInboxRow } from './inbox-store.ts'

export type Intake = {
  /** Resolves when the signal will outlive us. */
  take(memberId: string, signal: Signal, now: Instant): Promise<void>
}

const maxRows = 500

/** Stores the signals of doors, many in one commit. */
export function createIntake(db: Db): Intake {
  const store = createGroupCommit(
    (rows: ReturnType<typeof newInboxRow>[]) => db.insertInto('inbox').values(rows).execute(),
    maxRows,
  )
  return { take: (memberId, signal, now) => store(newInboxRow(memberId, signal, now)) }
}
