import type { MailReason, MailSummary } from '../../shared/api/mails.ts'
import { asksForLevelOne, readTicketForm } from '../../shared/mail-text/ticket-form-text.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { MailFate, RawMail } from '../db/raw-mails-store.ts'
import type { ProveSender } from '../mail/prove-sender.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { AdmitMail } from './admit-mail.ts'
import type { AskToConfirm } from './ask-to-confirm.ts'
import type { LocateMail, MailPlace } from './locate-mail.ts'
import { noteBounce } from './note-bounce.ts'
import { tellOfMail } from './mail-notices.ts'

type Deps = {
  db: Database
  read: (mail: RawMail & { raw: Buffer }) => Promise<ReadMail>
  prove: ProveSender
  locate: LocateMail
  admit: AdmitMail
  askToConfirm: AskToConfirm
  /** Takes away what a portal would make more of than words. */
  toSafeText: (text: string) => string
  clock: Clock
  /** Somebody is to be told. */
  wake: () => void
}

const shownText = 2000
const shownFiles = 20

/** What becomes of a mail: every mail, by whichever door, ends up here. */
export function createTakeMail(deps: Deps) {
  const { db, read, prove, locate, admit, askToConfirm, toSafeText, clock, wake } = deps
  return async function takeMail(mail: RawMail): Promise<void> {
    const { raw } = mail
    if (!raw) throw new Error('The bytes of a mail that waits are gone')
    const words = await read({ ...mail, raw })
    const record = recordOf(words)
    const { fate, place } = await decide({ ...mail, raw }, words)
    const { author } = place ?? {}
    if (fate.state === 'accepted' && place && author) {
      const admitted = { mail: { ...mail, raw }, words, filedAt: mail.receivedAt }
      fate.ticketId = await admit({ ...admitted, place: { ...place, author } })
    }
    await db.transaction(async (stores) => {
      await stores.rawMails.settle(mail.id, { ...record, ...fate })
      if (words.bounce) await noteBounce(stores, words.bounce, mail.receivedAt)
      if (!place) return
      const { summary } = record
      const isAccepted = fate.state === 'accepted'
      const safe = { subject: toSafeText(summary.subject), text: toSafeText(summary.text) }
      const come = { mail, summary: { ...summary, ...safe }, place, isAccepted }
      const now = clock.now()
      await tellOfMail(stores, come, now)
      const { reason } = fate
      if (reason !== undefined) await askToConfirm(stores, { mail, words, place, reason }, now)
    })
    wake()
  }

  /** @returns also the place of what people have to hear of */
  async function decide(
    mail: RawMail & { raw: Buffer },
    words: ReadMail,
  ): Promise<{ fate: MailFate; place?: MailPlace }> {
    const idle = await idleReason(mail, words)
    if (idle !== undefined) return { fate: { state: 'ignored', reason: idle } }
    const place = await locate(words, mail.recipients)
    const whose = {
      partnerMemberId: place.partnerMemberId,
      contractId: place.author?.contract.id ?? place.ticket?.contractId ?? null,
      ticketId: place.ticket?.id ?? null,
    }
    if (words.kind === 'bounce') return { fate: { state: 'bounced', ...whose } }
    const reason = await distrust(mail, words, place)
    return reason === undefined
      ? { fate: { state: 'accepted', ...whose }, place }
      : { fate: { state: 'quarantined', reason, ...whose }, place }
  }

  /** Why nothing at all has to be done. */
  async function idleReason(mail: RawMail, words: ReadMail): Promise<MailReason | undefined> {
    if (words.kind === 'own' || words.kind === 'automatic') return words.kind
    const { messageId, from } = words
    const isKnown =
      messageId !== null && (await db.rawMails.isKnown(mail.id, messageId, from?.address ?? null))
    return isKnown ? 'duplicate' : undefined
  }

  /** Why the mail may not speak for the person whose address it names (§3.5). */
  async function distrust(
    mail: RawMail & { raw: Buffer },
    words: ReadMail,
    { author }: MailPlace,
  ): Promise<MailReason | undefined> {
    if (!words.from) return 'noAuthor'
    if (!words.isWhole) return 'unreadable'
    const { raw, returnPath, remote } = mail
    const { results } = words
    const proof = await prove({ raw, from: words.from.address, returnPath, remote, results })
    if (proof === 'forged') return 'forged'
    if (!author) return 'unknownSender'
    if (!author.person.isAuthorised) return 'notAuthorised'
    return proof === 'proven' ? undefined : 'unproven'
  }
}

export type TakeMail = ReturnType<typeof createTakeMail>

function recordOf(words: ReadMail) {
  const { from, messageId, subject, text, files, leftOut, bounce } = words
  // An answer to our form may be written into what it cites.
  const form = readTicketForm(text, subject) ?? readTicketForm(words.original, subject)
  const summary: MailSummary = {
    ...{ fromName: from?.name ?? '', subject, text: text.slice(0, shownText) },
    files: [...files.map(({ name }) => name), ...leftOut].slice(0, shownFiles),
    form: form && { level: form.level, missing: form.missing },
    asksForLevelOne: form ? form.level === 1 : asksForLevelOne(`${subject}\n${text}`),
    bounce: bounce && {
      ...{ recipient: bounce.recipient, isFinal: bounce.isFinal, reason: bounce.reason },
    },
  }
  return { messageId, fromAddress: from?.address ?? null, summary }
}
