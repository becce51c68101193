import type { MailReason } from '../../shared/api/mails.ts'
import { mailBody } from '../../shared/mail-text/mail-body.ts'
import type { Instant } from '../../shared/time.ts'
import type { Stores } from '../db/database.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import { confirmWords } from './confirm-texts.ts'
import type { MailPlace } from './locate-mail.ts'
import { autoReplyHeaders } from './mail-threads.ts'

type Deps = {
  /** 256 random bits, in letters that fit into an address. */
  newToken: () => string
  hashOf: (token: string) => string
  /** Of the page on which a mail is confirmed. */
  pageUrl: string
  /** To which customers write. */
  address: string
  /** The network of a mail server; those who send from elsewhere use up none of its links. */
  networkOf: (ip: string) => string
  /** Headers of every mail of ours. */
  headers: Readonly<Record<string, string>>
}

type Held = {
  mail: RawMail
  words: Pick<ReadMail, 'from' | 'messageId'>
  place: MailPlace
  reason: MailReason
}

const dayMs = 24 * 60 * 60_000
/** More than this for one address in a day, from one network, looks like somebody else's doing. */
const mostFromOne = 3
/** From all networks, but for those from which the address has been confirmed. */
const mostToOne = 12
/** Whoever writes under the addresses of others shall not make us write to all of them. */
const mostToStrangers = 100

export type AskToConfirm = (stores: Stores, held: Held, now: Instant) => Promise<void>

/**
 * Answers a held mail with a one-time link by which its author proves that it is his (§3.5). The
 * answer goes to whom the mail names as its author, is the same for known and unknown addresses, and repeats
 * nothing of the mail. What the domain disowns of somebody on no list is not answered.
 */
export function createAskToConfirm(deps: Deps): AskToConfirm {
  const { newToken, hashOf, pageUrl, address, networkOf, headers } = deps
  return async function askToConfirm(stores, { mail, words, place, reason }, now) {
    const { from, messageId } = words
    const memberId = await senderOf(stores, place)
    if (!from || memberId === undefined || !isWorthAsking(reason, place)) return
    const isStranger = place.author === undefined
    const network = mail.remote ? networkOf(mail.remote.ip) : ''
    const writer = { address: from.address, network, isStranger }
    if (await isEnough(stores.mailProofs, writer, now)) return
    const token = newToken()
    const tokenHash = hashOf(token)
    const goodUntil = now + dayMs
    await stores.mailProofs.add(mail.id, { tokenHash, sentAt: now, goodUntil, network })
    const answer = {
      ...mailBody(confirmWords.body(address, `${pageUrl}#${token}`)),
      ...{ key: `confirm:${tokenHash}`, memberId, to: from.address, about: null, reader: null },
      ...{ subject: confirmWords.subject, goodUntil },
      headers: { ...headers, ...autoReplyHeaders(messageId) },
    }
    await stores.mails.add([answer], now)
  }
}

/** Of strangers' mail nobody may be able to say whose it is; any partner's process sends the answer. */
async function senderOf(stores: Stores, place: MailPlace): Promise<string | undefined> {
  if (place.partnerMemberId !== null) return place.partnerMemberId
  return (await stores.portals.listByRole('partner'))[0]?.memberId
}

function isWorthAsking(reason: MailReason, { author }: MailPlace): boolean {
  if (reason === 'forged') return author !== undefined
  return reason === 'unproven' || reason === 'unknownSender' || reason === 'notAuthorised'
}

async function isEnough(
  proofs: Stores['mailProofs'],
  { address, network, isStranger }: { address: string; network: string; isStranger: boolean },
  now: Instant,
): Promise<boolean> {
  const since = now - dayMs
  const links = await proofs.countTo(address, since)
  const toAddress = [...links.values()].reduce((sum, count) => sum + count, 0)
  if (isStranger && toAddress >= mostFromOne) return true
  if ((links.get(network) ?? 0) >= mostFromOne) return true
  if (toAddress >= mostToOne) return !(await proofs.hasConfirmed(address, network))
  return isStranger && (await proofs.countToStrangers(since)) >= mostToStrangers
}
