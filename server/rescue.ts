import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { rescuePage } from './http/rescue-routes.ts'
import { hashOf, newToken } from './one-time-token.ts'
import { createOutside } from './outside.ts'
import type { ConfirmMail } from './usecases/confirm-mail.ts'
import type { FilesOfMail } from './usecases/mail-files.ts'
import type { KeepLocalApps } from './usecases/keep-local-apps.ts'
import { createRescueDoor } from './usecases/rescue-door.ts'
import { createRescueLinks } from './usecases/rescue-links.ts'
import { createUseRescue } from './usecases/use-rescue.ts'

type World = {
  /** Where Vite has put the page. */
  folder: string
  clock: Clock
  log: Logger
  wake: (job: 'processInbox' | 'deliverMails') => () => void
  /** `confirm` is null when no mail comes in. */
  mailIn: { confirm: ConfirmMail | null; filesOf: FilesOfMail }
  localApps: KeepLocalApps
}

/** The page by which customers reach us when their portal does not answer. */
export function createRescue(db: Database, { publicUrl, mail }: Config, world: World) {
  const { clock, log, folder, wake, mailIn, localApps } = world
  const wakeInbox = wake('processInbox')
  const door = createRescueDoor({
    ...{ db, clock, isMailOn: mail !== null },
    addRescueLink: createRescueLinks({ newToken, hashOf, pageUrl: `${publicUrl}/rescue` }),
    ...{ newToken, hashOf },
    wakeMails: wake('deliverMails'),
  })
  const rescue = createUseRescue({
    ...{ db, clock, wakeInbox, filesOfMail: mailIn.filesOf },
    ...createOutside(db, { clock, wakeInbox }),
  })
  return rescuePage({ door, rescue, confirm: mailIn.confirm, localApps, folder, publicUrl, log })
}
