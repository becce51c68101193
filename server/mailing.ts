import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { createDeliverMails } from './jobs/deliver-mails.ts'
import { createSmtpTransport } from './mail/transport.ts'

type World = { mail: Config['mail']; clock: Clock; log: Logger; wakeInbox: () => void }

/** The part of the app that sends mail; without a mail server nothing is sent, and `isOn` says so. */
export function createMailing(db: Database, { mail, clock, log, wakeInbox }: World) {
  const transport = mail && createSmtpTransport({ url: mail.smtpUrl, from: mail.from })
  return {
    isOn: mail !== null,
    deliverMails: createDeliverMails({ db, transport, clock, log, wakeInbox }),
    close() {
      transport?.close()
    },
  }
}
