import type { Clock } from '../../shared/time.ts'
import type { MailFate, RawMail } from '../db/raw-mails-store.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { AdmitMail } from './admit-mail.ts'
import type { LocateMail, MailPlace } from './locate-mail.ts'

type Deps = {
  read: (mail: RawMail & { raw: Buffer }) => Promise<ReadMail>
  locate: LocateMail
  admit: AdmitMail
  clock: Clock
}

/**
 * Lets in a held mail for whose author somebody vouches: it does what it would have done at once. A
 * new ticket counts from now, an answer from its acceptance.
 */
export function createLetInMail({ read, locate, admit, clock }: Deps) {
  /** @returns null for a mail of nobody who may write */
  return async function letInMail(
    mail: RawMail,
  ): Promise<{ place: MailPlace; fate: MailFate } | null> {
    const { raw } = mail
    if (!raw) return null
    const words = await read({ ...mail, raw })
    const place = await locate(words, mail.recipients)
    const { author, partnerMemberId } = place
    if (author?.person.isAuthorised !== true || !words.isWhole) return null
    const admitted = { mail: { ...mail, raw }, words, place: { ...place, author } }
    const ticketId = await admit({ ...admitted, filedAt: clock.now() })
    const contractId = author.contract.id
    return { place, fate: { state: 'accepted', partnerMemberId, ticketId, contractId } }
  }
}

export type LetInMail = ReturnType<typeof createLetInMail>
