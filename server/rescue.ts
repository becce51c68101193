import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { rescuePage } from './http/rescue-routes.ts'
import { createOutside } from './outside.ts'
import { createRescueDoor } from './usecases/rescue-door.ts'
import { createUseRescue } from './usecases/use-rescue.ts'

type World = {
  /** Where Vite has put the page. */
  folder: string
  clock: Clock
  log: Logger
  wake: (job: 'processInbox' | 'deliverMails') => () => void
}

/** The page by which customers reach us when their portal does not answer. */
export function createRescue(db: Database, { publicUrl, mail }: Config, world: World) {
  const { clock, log, folder, wake } = world
  const wakeInbox = wake('processInbox')
  const door = createRescueDoor({
    ...{ db, clock, pageUrl: `${publicUrl}/rescue`, isMailOn: mail !== null },
    newToken: () => randomBytes(32).toString('base64url'),
    hashOf: (token) => createHash('sha256').update(token).digest('hex'),
    wakeMails: wake('deliverMails'),
  })
  const rescue = createUseRescue({
    ...{ db, clock, wakeInbox },
    ...createOutside(db, { clock, wakeInbox }),
  })
  return rescuePage({ door, rescue, folder, publicUrl, log })
}
