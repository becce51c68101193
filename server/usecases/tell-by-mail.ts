import type { Person } from '../../shared/api/contracts.ts'
import { defaultMailChoice, type PersonMail } from '../../shared/api/mail-choices.ts'
import { mailBody } from '../../shared/mail-text/mail-body.ts'
import { nextDigestAt } from '../../shared/mail-text/next-digest-at.ts'
import { ticketMailWords } from '../../shared/mail-text/ticket-mail-words.ts'
import type { Instant } from '../../shared/time.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { type MailNews, mailNewsOf } from './mail-news.ts'
import type { News } from './tidings.ts'

type Told = News & { contract: ContractRecord; isNew: boolean }

type Deps = {
  /** Headers of every mail of ours. */
  headers: Readonly<Record<string, string>>
  /** Message-ID of the mail with this token. */
  mailId: (token: string) => string
  /** To which answers about a ticket go; null when no mail comes in. */
  answerTo: ((ticketId: string) => string) | null
}

type Reader = PersonMail & Pick<Person, 'name' | 'email'>
type Letter = { ticket: Ticket; reader: Reader; news: MailNews }

/** Headers grow with a conversation; its beginning and what was nearest are enough to thread. */
const mostReferences = 10

/** Tells the customer's persons by mail what is new about a ticket, in the transaction of the ticket. */
export function createTellByMail({ headers, mailId, answerTo }: Deps) {
  return async function tellByMail(stores: Stores, told: Told, now: Instant): Promise<void> {
    const { before, after: ticket, contract, zone } = told
    const readers = await readersOf(stores, contract.id)
    const isLevelOne = ticket.level === 1 || before.level === 1
    for (const reader of readers) {
      if (reader.wish === 'none' || (reader.wish === 'levelOne' && !isLevelOne)) continue
      const news = { ...told, customerName: contract.customerName }
      for (const one of mailNewsOf(news, ticketMailWords[reader.locale])) {
        if (await isOwn(stores, one.message, reader)) continue
        const letter = { ticket, reader, news: one }
        if (reader.wish === 'digest') await keepForDigest(stores, letter, { zone, now })
        else await write(stores, letter, now)
      }
    }
  }

  async function write(stores: Stores, { ticket, reader, news }: Letter, now: Instant) {
    const words = ticketMailWords[reader.locale]
    const earlier = (await stores.mails.tokensOf(ticket.id, reader.email)).map(mailId)
    const nearest = earlier.at(-1)
    const references = [...new Set([...earlier.slice(0, 1), ...earlier.slice(-mostReferences)])]
    const subject = `[#${String(ticket.number)}] ${ticket.title}`
    const body = mailBody({
      ...{ locale: reader.locale, head: news.head, text: news.text },
      foot: `${words.ticket(ticket.number, ticket.title)}\n${words.why}`,
      canAnswer: answerTo !== null,
    })
    const mail = {
      ...body,
      key: keyOf(ticket, news, reader),
      memberId: ticket.memberIds.partner,
      about: { ticketId: ticket.id, messageId: news.message?.id ?? null },
      reader: reader.name,
      to: reader.email,
      subject: nearest === undefined ? subject : `Re: ${subject}`,
      headers: {
        ...headers,
        ...(answerTo && { 'Reply-To': answerTo(ticket.id) }),
        ...(nearest !== undefined && {
          'In-Reply-To': nearest,
          References: references.join(' '),
        }),
      },
    }
    await stores.mails.add([mail], now)
  }
}

export type TellByMail = ReturnType<typeof createTellByMail>

const keyOf = (ticket: Ticket, news: MailNews, { personId }: Reader) =>
  `${ticket.id}:mail:${news.key}:${personId}`

/** The authorised persons whom mail reaches, each address once. */
async function readersOf(stores: Stores, contractId: string): Promise<Reader[]> {
  const known = new Map(
    (await stores.personMail.listOf(contractId)).map((one) => [one.personId, one]),
  )
  const readers = new Map<string, Reader>()
  for (const { id: personId, name, email, isAuthorised } of await stores.contracts.persons(
    contractId,
  )) {
    const choice = known.get(personId) ?? { ...defaultMailChoice, personId, bounce: null }
    const isReached = isAuthorised && email !== '' && choice.bounce === null
    if (isReached && !readers.has(email.toLowerCase()))
      readers.set(email.toLowerCase(), { ...choice, name, email })
  }
  return [...readers.values()]
}

/** Nobody is sent what he has written himself. */
async function isOwn(
  stores: Stores,
  message: MessageRecord | null,
  { personId, name }: Reader,
): Promise<boolean> {
  if (message?.side !== 'customer') return false
  if (message.postId === null) return message.author === name
  return (await stores.outside.find(message.postId))?.personId === personId
}

async function keepForDigest(
  stores: Stores,
  { ticket, reader, news }: Letter,
  { zone, now }: { zone: string; now: Instant },
): Promise<void> {
  await stores.mailDigests.add({
    key: keyOf(ticket, news, reader),
    memberId: ticket.memberIds.partner,
    contractId: ticket.contractId,
    personId: reader.personId,
    head: `[#${String(ticket.number)}] ${ticket.title}`,
    text: [news.head, news.text].filter((part) => part !== '').join('\n'),
    at: now,
    sendAt: nextDigestAt(zone, now),
  })
}
