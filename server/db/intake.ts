import type { Instant } from '../../shared/time.ts'
import type { Signal } from './inbox-store.ts'
import type { Db } from './open-db.ts'
import { newInboxRow } from './inbox-store.ts'

type Entry = {
  row: ReturnType<typeof newInboxRow>
  stored: () => void
  failed: (error: unknown) => void
}

/** More in one statement would be more parameters than databases take. */
const maxRows = 500

export type Intake = {
  /** Resolves when the signal will outlive us. */
  take(memberId: string, signal: Signal, now: Instant): Promise<void>
}

/**
 * Stores the signals of doors: those that come while the last ones are being written go together in
 * one commit, because a commit costs the same for one row and for hundreds.
 */
export function createIntake(db: Db): Intake {
  let waiting: Entry[] = []
  let isWriting = false

  return {
    take(memberId, signal, now) {
      return new Promise((stored, failed) => {
        waiting.push({ row: newInboxRow(memberId, signal, now), stored, failed })
        if (!isWriting) void write()
      })
    },
  }

  async function write(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      // Lets the requests that have arrived meanwhile come along.
      await new Promise(setImmediate)
      const group = waiting.slice(0, maxRows)
      waiting = waiting.slice(maxRows)
      try {
        await db
          .insertInto('inbox')
          .values(group.map((entry) => entry.row))
          .execute()
        for (const entry of group) entry.stored()
      } catch (error) {
        for (const entry of group) entry.failed(error)
      }
    }
    isWriting = false
  }
}
