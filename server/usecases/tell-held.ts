import type { Level } from '../../shared/sla/level.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { HeldNotice } from '../db/held-notices-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ours } from '../db/ours.ts'
import { digestText } from './tiding-texts.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

/** Nothing of it could not wait. */
const level: Level = 4
const mostReaders = 50
/** More in one message would not be read. */
const mostInDigest = 30

/** When quiet hours end, people hear of what was held back: in one message, and once. */
export function createTellHeld({ db, clock, wake }: Deps) {
  /** @returns whether there was something to tell */
  return async function tellHeld(ours: Ours): Promise<boolean> {
    const now = clock.now()
    const readers = await db.heldNotices.readersDue(now, mostReaders, ours)
    for (const reader of readers)
      await db.transaction(async (stores) => {
        const held = await stores.heldNotices.take(reader, now)
        await stores.outbox.add(digestsOf(held), level, now)
      })
    if (readers.length > 0) wake()
    return readers.length > 0
  }
}

function digestsOf(held: readonly HeldNotice[]): NewOutboxRow[] {
  const [first] = held
  if (!first) return []
  const { memberId, userId, key } = first
  const text = digestText(held.slice(0, mostInDigest).map((notice) => notice.text))
  const digest: NewOutboxRow = {
    memberId,
    ticketId: '',
    key: `digest:${key}`,
    effect: { kind: 'notify', side: 'partner', userId, text },
  }
  return [digest, ...digestsOf(held.slice(mostInDigest))]
}
