import type { MailOriginal, MailPage, MailView } from '../../shared/api/mails.ts'
import type { Database } from '../db/database.ts'
import type { RawMail } from '../db/raw-mails-store.ts'
import { AppError } from '../errors.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import type { LetInMail } from './let-in-mail.ts'

type Deps = {
  db: Database
  /** To which customers write; null when no mail comes in. */
  address: string | null
  /** Whether mail of ours goes out. */
  isOutgoingOn: boolean
  read: (mail: RawMail & { raw: Buffer }) => Promise<ReadMail>
  /** null when no mail comes in. */
  letIn: LetInMail | null
}

type Decider = { memberId: string; name: string }

const shown = 100

/** What a partner sees of the mail that came in, and what he decides about it. */
export function createKeepMail({ db, address, isOutgoingOn, read, letIn }: Deps) {
  return {
    list,

    async discard({ memberId, name }: Decider, id: number): Promise<MailPage> {
      const { reason } = await quarantined(memberId, id)
      await db.rawMails.settle(id, {
        ...{ state: 'discarded', decidedBy: name },
        ...(reason && { reason }),
      })
      return list(memberId)
    },

    /**
     * A manager vouches for the author.
     *
     * @throws AppError `conflict` for a mail of nobody who may write
     */
    async release({ memberId, name }: Decider, id: number): Promise<MailPage> {
      const mail = await quarantined(memberId, id)
      if (!mail.raw || !letIn) throw unknown()
      const come = await letIn(mail)
      if (!come) throw new AppError('conflict', 'Only mail of authorised persons can be let in')
      await db.rawMails.settle(id, { ...come.fate, decidedBy: name })
      return list(memberId)
    },

    /** The whole text as it came, with what the author has cited. */
    async original(memberId: string, id: number): Promise<MailOriginal> {
      const mail = await db.rawMails.find(id)
      const { raw } = mail ?? {}
      if (mail?.partnerMemberId !== memberId || !raw) throw unknown()
      return { text: (await read({ ...mail, raw })).original }
    },
  }

  async function list(memberId: string): Promise<MailPage> {
    const mails = await db.rawMails.listOfPartner(memberId, shown)
    return { address, isOutgoingOn, mails: await Promise.all(mails.map(viewOf)) }
  }

  async function draftOf({ id, state, ticketId }: RawMail): Promise<MailView['draft']> {
    if (state !== 'accepted' || ticketId !== null) return null
    const draft = await db.mailDrafts.ofMail(id)
    return draft ? (draft.answeredAt === null ? 'unasked' : 'asked') : null
  }

  async function quarantined(memberId: string, id: number): Promise<RawMail> {
    const mail = await db.rawMails.find(id)
    if (mail?.partnerMemberId !== memberId) throw unknown()
    if (mail.state !== 'quarantined') throw new AppError('conflict', 'It has been decided already')
    return mail
  }

  async function viewOf(mail: RawMail): Promise<MailView> {
    const contract = mail.contractId === null ? undefined : await db.contracts.find(mail.contractId)
    const ticket = mail.ticketId === null ? undefined : await db.tickets.find(mail.ticketId)
    const { id, receivedAt, state, reason, summary, link, confirmedAt, decidedBy } = mail
    if (!summary) throw new Error('A mail that has been read says what stands in it')
    return {
      ...{ id, receivedAt, state, reason, summary, link, confirmedAt, decidedBy },
      from: mail.fromAddress ?? '',
      customerName: contract?.customerName ?? null,
      ticketNumber: ticket?.number ?? null,
      draft: await draftOf(mail),
      hasOriginal: mail.raw !== null,
    }
  }
}

export type KeepMail = ReturnType<typeof createKeepMail>

const unknown = () => new AppError('notFound', 'There is no such mail')
