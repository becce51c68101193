import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { TakeMail } from '../usecases/take-mail.ts'
import { backOffMs } from './back-off.ts'

type Deps = { db: Database; takeMail: TakeMail; clock: Clock; log: Logger }

/** Reads the mails that have come in, one after the other; one that fails waits and holds nobody up. */
export function createReadMails({ db, takeMail, clock, log }: Deps) {
  return async function readMails(): Promise<boolean> {
    const mail = await db.rawMails.claimNext(clock.now())
    if (!mail) return false
    try {
      await takeMail(mail)
    } catch (error) {
      const until = clock.now() + backOffMs(mail.attempts, undefined)
      await db.rawMails.postpone(mail.id, until, String(error))
      log.error({ err: error, mailId: mail.id, until }, 'mail not read')
    }
    return true
  }
}
