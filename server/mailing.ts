import type { Logger } from 'pino'
import type { Clock } from '../shared/time.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Ours } from './db/ours.ts'
import { createDeliverMails } from './jobs/deliver-mails.ts'
import { createDeskAddress } from './mail/desk-address.ts'
import { ownMailHeaders } from './mail/mail-kind.ts'
import { createThreadTokens } from './mail/thread-token.ts'
import { createSmtpTransport, mailIdOf } from './mail/transport.ts'
import { createKeepMailChoices } from './usecases/keep-mail-choices.ts'
import { createSendDigests } from './usecases/send-digests.ts'
import { createTellByMail, type TellByMail } from './usecases/tell-by-mail.ts'

type Settings = Pick<Config, 'mail' | 'incomingMail' | 'sessionSecrets' | 'publicUrl'>
type World = { clock: Clock; log: Logger; wakeInbox: () => void }

/** The part of the app that sends mail; without a mail server nothing is sent, and `isOn` says so. */
export function createMailing(db: Database, settings: Settings, { clock, log, wakeInbox }: World) {
  const { mail, incomingMail, publicUrl } = settings
  const transport = mail && createSmtpTransport({ url: mail.smtpUrl, from: mail.from })
  const deliver = createDeliverMails({ db, transport, clock, log, wakeInbox })
  const sendDigests = createSendDigests({
    ...{ db, clock, headers: ownMailHeaders, answerTo: incomingMail?.address ?? null },
  })
  return {
    isOn: mail !== null,
    choices: createKeepMailChoices({
      ...{ db, isOn: mail !== null },
      waysIn: {
        address: incomingMail?.address ?? null,
        // Its links go by mail.
        rescueUrl: mail && `${publicUrl}/rescue`,
      },
    }),
    tellByMail: mail ? tellerOf(mail.from, settings) : nobody,
    deliverMails: async (ours: Ours): Promise<boolean> => {
      const hasDigests = mail !== null && (await sendDigests(ours))
      return (await deliver(ours)) || hasDigests
    },
    close() {
      transport?.close()
    },
  }
}

const nobody: TellByMail = () => Promise.resolve()

function tellerOf(from: string, { incomingMail, sessionSecrets }: Settings): TellByMail {
  return createTellByMail({
    headers: ownMailHeaders,
    mailId: (token) => mailIdOf(token, from),
    answerTo: incomingMail && answerAddresses(incomingMail.address, sessionSecrets),
  })
}

function answerAddresses(address: string, secrets: readonly string[]) {
  const desk = createDeskAddress(address)
  const threads = createThreadTokens(secrets)
  return (ticketId: string) => desk.withToken(threads.sign(ticketId))
}
