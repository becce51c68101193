import { plainText } from '../../shared/mail-text/plain-text.ts'
import type { TicketMailWords } from '../../shared/mail-text/ticket-mail-words.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import { missingFields } from './registration.ts'
import type { News } from './tidings.ts'

/** Something that persons of the customer hear by mail, in the words of each. */
export type MailNews = {
  /** Once for it. */
  key: string
  message: MessageRecord | null
  head: string
  text: string
}

type Told = News & { isNew: boolean; customerName: string }

/** What is new about a ticket for its customer: registration, stage, level, public messages. Pure. */
export function mailNewsOf(told: Told, words: TicketMailWords): MailNews[] {
  return [
    ...(told.isNew ? [registration(told, words)] : status(told, words)),
    ...told.messages.map((message) => said(message, told, words)),
  ]
}

function registration({ after, zone }: Told, words: TicketMailWords): MailNews {
  const reaction = after.clocks.clocks.find((clock) => clock.name === 'reaction')
  const text = words.registered({
    number: after.number,
    reactionDueAt: reaction?.dueAt ?? null,
    isDecisionNeeded: after.decisionReason !== null,
    missing: missingFields(after),
    zone,
  })
  const description = after.values.description
  const own = typeof description === 'string' ? plainText(description) : ''
  return {
    key: 'registered',
    message: null,
    head: text,
    text: own,
  }
}

function status({ before, after, notices }: Told, words: TicketMailWords): MailNews[] {
  const broken = notices.flatMap((notice) =>
    notice.kind === 'downgraded' && notice.change.clause !== undefined
      ? [words.clause(notice.change.clause)]
      : [],
  )
  const lines = [
    ...(before.level === after.level ? [] : [words.level(before.level, after.level), ...broken]),
    ...(before.stage === after.stage ? [] : [words.stage(after.stage)]),
  ]
  if (lines.length === 0) return []
  // Each commit of a ticket has a revision of its own.
  const key = `status:${String(before.revision)}`
  return [{ key, message: null, head: lines.join('\n'), text: '' }]
}

function said(message: MessageRecord, { customerName }: Told, words: TicketMailWords): MailNews {
  const { author, side, files } = message
  const party = side === 'customer' ? customerName : words.partner
  const names = files.map(({ name }) => name).join(', ')
  const parts = [
    plainText(message.text),
    files.length > 0 ? words.files(names) : '',
    message.asks && side === 'partner' ? words.asks : '',
  ]
  return {
    key: message.id,
    message,
    head: words.says(author, party),
    text: parts.filter((part) => part !== '').join('\n\n'),
  }
}
