import { asksForLevelOne, readTicketForm } from '../../shared/mail-text/ticket-form-text.ts'
import type { Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { TicketValues } from '../db/side-state.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { FileFromOutside } from './file-from-outside.ts'
import type { KeepDraft } from './keep-draft.ts'
import type { MailPlace } from './locate-mail.ts'
import { type FilesOfMail, filesOf } from './mail-files.ts'
import type { MessageFromOutside } from './message-from-outside.ts'
import type { OutsideAuthor } from './outside-author.ts'

type Deps = {
  db: Database
  file: FileFromOutside
  write: MessageFromOutside
  /** The id of what the mail becomes: the same whenever it is looked at. */
  idOf: (raw: Buffer) => string
  drafts: KeepDraft
  filesOfMail: FilesOfMail
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
 * level 1, a ticket; other free text becomes a draft.
 */
export function createAdmitMail({ db, file, write, idOf, drafts, filesOfMail }: Deps) {
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
    if (!filing) {
      await drafts.keep({ id, mail, words, author: place.author })
      return null
    }
    const draft = await drafts.answeredBy(words, place.author)
    const files = [...(draft ? await filesOfMail(draft.mailId) : []), ...filesOf(words)]
    await file(author, { ...filing, id, files, at: admitted.filedAt })
    if (draft) await db.transaction((stores) => stores.mailDrafts.fileAs(draft, id))
    return id
  }
}

export type AdmitMail = ReturnType<typeof createAdmitMail>

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
