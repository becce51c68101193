import type { Person } from '../../shared/api/contracts.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { DeskAddress } from '../mail/desk-address.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { ThreadTokens } from '../mail/thread-token.ts'
import { tokenOfMessageId } from './mail-threads.ts'

export type MailPlace = {
  /** To which it belongs; undefined for a new matter. */
  ticket: Ticket | undefined
  /** The author, as the contract knows him. */
  author: { contract: ContractRecord; person: Person } | undefined
  /** Who looks at it when it cannot be trusted; null: nobody can say whose it is. */
  partnerMemberId: string | null
}

type Deps = {
  db: Database
  desk: DeskAddress
  threads: ThreadTokens
}

const numberInSubject = /\[#(\d{1,9})\]/

/**
 * Whose mail it is, and about which ticket: by the token in the address, by the mail
 * of ours that is answered, then by the number in the subject, which counts only among the author's own.
 */
export function createLocateMail({ db, desk, threads }: Deps) {
  return async function locateMail(mail: ReadMail, recipients: string[]): Promise<MailPlace> {
    const authors = mail.from ? await authorsOf(mail.from.address) : []
    const named = (await byToken([...recipients, ...mail.to])) ?? (await byReference(mail))
    const ticket = named ?? (await byNumber(mail, authors))
    const author = ticket
      ? authors.find(({ contract }) => contract.id === ticket.contractId)
      : (authors.find(({ person }) => person.isAuthorised) ?? authors[0])
    return { ticket, author, partnerMemberId: await partnerOf(ticket, author?.contract) }
  }

  async function authorsOf(address: string) {
    const found = []
    for (const { contractId, person } of await db.addressBook.find(address)) {
      const contract = await db.contracts.find(contractId)
      if (contract) found.push({ contract, person })
    }
    return found
  }

  async function byToken(addresses: readonly string[]): Promise<Ticket | undefined> {
    for (const address of addresses) {
      const token = desk.tokenIn(address)
      const ticketId = token === undefined ? undefined : threads.read(token)
      if (ticketId !== undefined) return db.tickets.find(ticketId)
    }
    return undefined
  }

  async function byReference({ references }: ReadMail): Promise<Ticket | undefined> {
    for (const reference of references) {
      const token = tokenOfMessageId(reference)
      const about = token === undefined ? null : (await db.mails.findByToken(token))?.about
      if (about) return db.tickets.find(about.ticketId)
    }
    return undefined
  }

  async function byNumber(
    { subject }: ReadMail,
    authors: readonly { contract: ContractRecord }[],
  ): Promise<Ticket | undefined> {
    const number = numberInSubject.exec(subject)?.[1]
    if (number === undefined) return undefined
    for (const { contract } of authors) {
      const ticket = await db.tickets.findByNumber(contract.id, Number(number))
      if (ticket) return ticket
    }
    return undefined
  }

  async function partnerOf(
    ticket: Ticket | undefined,
    contract: ContractRecord | undefined,
  ): Promise<string | null> {
    if (ticket) return ticket.memberIds.partner
    if (contract) return contract.partnerMemberId
    const partners = await db.portals.listByRole('partner')
    return (partners.length === 1 && partners[0]?.memberId) || null
  }
}

export type LocateMail = ReturnType<typeof createLocateMail>
