import type { Logger } from 'pino'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { WaitingMail } from '../db/mails-store.ts'
import type { Ours } from '../db/ours.ts'
import type { MailOutcome, MailTransport } from '../mail/transport.ts'
import { factIdOf } from '../usecases/translate-comments.ts'
import { backOffMs } from './back-off.ts'

type Deps = {
  db: Database
  /** null: no mail server is configured, and what waits goes on waiting. */
  transport: Pick<MailTransport, 'send'> | null
  clock: Clock
  log: Logger
  /** A delivery waits in the inbox. */
  wakeInbox: () => void
}

const stepSize = 50
const atOnce = 4
/** Mail servers put strangers off for a while; whoever cannot take a mail for so long will not. */
const givenUpAfterMs = 3 * 24 * 60 * 60_000

/**
 * Sends what waits, in order for each ticket and reader. A process that is killed between the
 * server's answer and our note sends the mail once more under the same Message-ID.
 */
export function createDeliverMails({ db, transport, clock, log, wakeInbox }: Deps) {
  /** While the mail server is away, one mail at a time finds out whether it is back. */
  let failures = 0
  let quietUntil: Instant = 0

  return async function deliverMails(ours: Ours): Promise<boolean> {
    if (!transport || clock.now() < quietUntil) return false
    const size = failures > 0 ? 1 : stepSize
    const due = await db.mails.listDue(clock.now(), size, ours)
    if (due.length === 0) return false
    const waiting = [...due]
    const send = transport.send.bind(transport)
    await Promise.all(Array.from({ length: atOnce }, () => sendInTurn(send, waiting)))
    await db.mails.dropStale(clock.now())
    return true
  }

  async function sendInTurn(send: MailTransport['send'], waiting: WaitingMail[]): Promise<void> {
    for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
      const outcome = await send(mail)
      await settle(mail, outcome)
      if (outcome.kind !== 'down') failures = 0
      else waiting.length = 0
    }
  }

  async function settle(mail: WaitingMail, outcome: MailOutcome): Promise<void> {
    if (outcome.kind === 'accepted') return keepAccepted(mail)
    const { kind, problem } = outcome
    const now = clock.now()
    if (kind === 'down') {
      quietUntil = now + backOffMs(failures, undefined)
      failures += 1
      // The mail is not to blame: it waits with the others.
      log.error({ problem, quietUntil }, 'mail server out of reach')
      return
    }
    const isOver = kind === 'refused' || now - mail.createdAt > givenUpAfterMs
    const until = isOver ? null : now + backOffMs(mail.attempts, undefined)
    await db.mails.markFailed(mail.id, until, problem)
    log.warn({ mailId: mail.id, isOver }, 'mail not accepted')
  }

  /** The reader's mail server has it: from now on the message counts as delivered (§4.2). */
  async function keepAccepted({ id, memberId, about, reader }: WaitingMail): Promise<void> {
    const at = clock.now()
    await db.transaction(async (stores) => {
      const isNews = await stores.mails.markSent(id, at)
      if (!isNews || about?.messageId == null) return
      const message = await stores.messages.find(about.messageId)
      if (!message) return
      if (reader !== null)
        await stores.readers.add({ messageId: message.id, channel: 'mail', reader, at })
      if (message.side === 'customer') return
      const { ticketId } = message
      const messageId = factIdOf(message)
      const signal = { kind: 'delivered', ticketId, messageId, at, channel: 'mail' } as const
      await stores.inbox.add(memberId, signal, at)
    })
    wakeInbox()
  }
}
