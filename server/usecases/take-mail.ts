import type { MailReason } from '../../shared/api/mails.ts'
import type { Database } from '../db/database.ts'
import type { MailFate, RawMail } from '../db/raw-mails-store.ts'
import type { ProveSender } from '../mail/prove-sender.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { createLocateMail, MailPlace } from './locate-mail.ts'

type Deps = {
  db: Database
  read: (mail: RawMail & { raw: Buffer }) => Promise<ReadMail>
  prove: ProveSender
  locate: ReturnType<typeof createLocateMail>
}

const shownText = 2000
const shownFiles = 20

/** What becomes of a mail: every mail, by whichever door, ends up here. */
export function createTakeMail({ db, read, prove, locate }: Deps) {
  return async function takeMail(mail: RawMail): Promise<void> {
    const { raw } = mail
    if (!raw) throw new Error('The bytes of a mail that waits are gone')
    const words = await read({ ...mail, raw })
    const known = { ...recordOf(words), ...(await decide({ ...mail, raw }, words)) }
    await db.rawMails.settle(mail.id, known)
  }

  async function decide(mail: RawMail & { raw: Buffer }, words: ReadMail): Promise<MailFate> {
    const idle = await idleReason(mail, words)
    if (idle !== undefined) return { state: 'ignored', reason: idle }
    const place = await locate(words, mail.recipients)
    const whose = {
      partnerMemberId: place.partnerMemberId,
      contractId: place.author?.contract.id ?? place.ticket?.contractId ?? null,
      ticketId: place.ticket?.id ?? null,
    }
    if (words.kind === 'bounce') return { state: 'bounced', ...whose }
    const reason = await distrust(mail, words, place)
    return reason === undefined
      ? { state: 'accepted', ...whose }
      : { state: 'quarantined', reason, ...whose }
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

function recordOf({ from, messageId, subject, text, files, leftOut, bounce }: ReadMail) {
  return {
    messageId,
    fromAddress: from?.address ?? null,
    summary: {
      fromName: from?.name ?? '',
      subject,
      text: text.slice(0, shownText),
      files: [...files.map(({ name }) => name), ...leftOut].slice(0, shownFiles),
      bounce: bounce && {
        recipient: bounce.recipient,
        isFinal: bounce.isFinal,
        reason: bounce.reason,
      },
    },
  }
}
