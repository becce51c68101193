import { mailBody } from '../../shared/mail-text/mail-body.ts'
import {
  asksForLevelOne,
  blankTicketForm,
  readTicketForm,
} from '../../shared/mail-text/ticket-form-text.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { TicketValues } from '../db/tickets-store.ts'
import type { MailFile } from '../mail/parse-parts.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { FileFromOutside } from './file-from-outside.ts'
import type { MailPlace } from './locate-mail.ts'
import type { MessageFromOutside } from './message-from-outside.ts'
import type { OutsideAuthor } from './outside-author.ts'

type Deps = {
  db: Database
  clock: Clock
  file: FileFromOutside
  write: MessageFromOutside
  /** The id of what the mail becomes: the same whenever it is looked at. */
  idOf: (raw: Buffer) => string
  /** Headers of every mail of ours. */
  headers: Readonly<Record<string, string>>
}

type Admitted = {
  mail: RawMail & { raw: Buffer }
  words: ReadMail
  place: MailPlace & { author: NonNullable<MailPlace['author']> }
  /** From when a new ticket counts. */
  filedAt: Instant
}

/**
 * A mail of a proven person becomes a public message of its ticket or, when it is the form or asks for
 * level 1, a ticket; other free text is answered with the form.
 */
export function createAdmitMail({ db, clock, file, write, idOf, headers }: Deps) {
  /** @returns the ticket to which the mail belongs now; null for none */
  return async function admitMail(admitted: Admitted): Promise<string | null> {
    const { mail, words, place } = admitted
    const { contract, person } = place.author
    const author: OutsideAuthor = { contractId: contract.id, personId: person.id, channel: 'mail' }
    const id = idOf(mail.raw)
    await db.personMail.markAlive({ contractId: contract.id, personId: person.id })
    if (place.ticket) {
      const message = { text: words.text || words.subject, files: filesOf(words), stage: null }
      const ticketId = place.ticket.id
      await write(author, { ...message, id, ticketId, at: mail.receivedAt })
      return ticketId
    }
    const filing = filingOf(admitted)
    if (!filing) return askForForm(admitted)
    await file(author, { ...filing, id, files: filesOf(words), at: admitted.filedAt })
    return id
  }

  async function askForForm({ mail, words, place }: Admitted): Promise<null> {
    const { person, contract } = place.author
    const body = mailBody({
      ...{ locale: 'ru', head: formWords.head, text: blankTicketForm('ru') },
      ...{ foot: formWords.foot, canAnswer: false },
    })
    const { messageId, subject } = words
    const answer = {
      ...{ ...body, to: person.email, subject: `Re: ${subject}`, about: null, reader: person.name },
      ...{ key: `form:${String(mail.id)}`, memberId: contract.partnerMemberId },
      headers: { ...headers, ...(messageId !== null && { 'In-Reply-To': messageId }) },
    }
    await db.mails.add([answer], clock.now())
    return null
  }
}

export type AdmitMail = ReturnType<typeof createAdmitMail>

const formWords = {
  head: 'Письмо получено, обращение ещё не зарегистрировано. Ответьте на это письмо и заполните строки ниже: тогда оно станет обращением.',
  foot: 'Если работа остановлена, напишите в теме «Критичность 1»: обращение будет зарегистрировано сразу.',
}

const filesOf = ({ files }: ReadMail) => files.map(({ name, bytes }: MailFile) => ({ name, bytes }))

function filingOf({ words, place }: Admitted): { title: string; values: TicketValues } | null {
  const { text, original, subject } = words
  // An answer to our form may be written into what it cites.
  const form = readTicketForm(text, subject) ?? readTicketForm(original, subject)
  if (form) {
    const { title, level, ...values } = form.values
    return {
      title: title ?? subject,
      values: {
        ...values,
        ...(level !== undefined && form.level && { level: String(form.level) }),
      },
    }
  }
  if (!asksForLevelOne(`${subject}\n${text}`)) return null
  const { name, phone, email } = place.author.person
  const values = { contactName: name, contactPhone: phone, contactEmail: email }
  return { title: subject || text.slice(0, 80), values: { ...values, description: text } }
}
