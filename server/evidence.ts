import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Database } from './db/database.ts'
import { createKeepEvidence } from './jobs/keep-evidence.ts'
import { createRebuildClocks } from './jobs/rebuild-clocks.ts'
import { createCheckEvidence } from './usecases/check-evidence.ts'
import { createShowEvidence } from './usecases/show-evidence.ts'
import { createMakeDailyRoot } from './usecases/make-daily-root.ts'

type World = { hasMail: boolean; clock: Clock; log: Logger; wakeOutbox: () => void }

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The part of the app that proves that no history was rewritten, and that clocks follow from it. */
export function createEvidence(db: Database, { hasMail, clock, log, wakeOutbox: wake }: World) {
  return {
    evidence: createShowEvidence({ db }),
    rebuildClocks: createRebuildClocks({ db, clock, log }),
    keepEvidence: createKeepEvidence({
      makeDailyRoot: createMakeDailyRoot({ db, clock, sha256, hasMail, wake }),
      checkEvidence: createCheckEvidence({
        ...{ db, clock, log, sha256, wake },
        startedAt: clock.now(),
      }),
    }),
  }
}
