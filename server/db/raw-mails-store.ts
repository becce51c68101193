import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import {
  type MailReason,
  mailReasonSchema,
  type MailState,
  mailStateSchema,
  type MailSummary,
  mailSummarySchema,
} from '../../shared/api/mails.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** How a mail reached us, besides what stands in it. */
export type Envelope = {
  /** '' of automatic mails; null where the door does not know it. */
  returnPath: string | null
  recipients: string[]
  /** Who handed it over; null where the door does not know it. */
  remote: { ip: string; helo: string } | null
}

export type NewRawMail = Envelope & { raw: Buffer; receivedAt: Instant }

export type RawMail = Envelope & {
  id: number
  /** Null once it has been kept long enough. */
  raw: Buffer | null
  receivedAt: Instant
  state: MailState
  attempts: number
  messageId: string | null
  fromAddress: string | null
  summary: MailSummary | null
  partnerMemberId: string | null
  contractId: string | null
  ticketId: string | null
  reason: MailReason | null
  decidedBy: string | null
  /** The link by which its author may prove that it is his. */
  link: { sentAt: Instant; goodUntil: Instant } | null
  confirmedAt: Instant | null
}

/** What became of a mail. */
export type MailFate = {
  state: MailState
  reason?: MailReason
  messageId?: string | null
  fromAddress?: string | null
  summary?: MailSummary
  partnerMemberId?: string | null
  contractId?: string | null
  ticketId?: string | null
  decidedBy?: string
}

export type RawMailsStore = ReturnType<typeof createRawMailsStore>

const remoteSchema = z.object({ ip: z.string(), helo: z.string() })
/** A process that dies while it reads a mail leaves it to the others after so long. */
const readingMs = 2 * 60_000

/** @returns the row of a new mail; the same bytes are one mail, by whichever door they come */
export const newRawMailRow = ({ raw, receivedAt, returnPath, recipients, remote }: NewRawMail) => ({
  hash: createHash('sha256').update(raw).digest('hex'),
  received_at: receivedAt,
  return_path: returnPath,
  recipients: JSON.stringify(recipients),
  remote: remote && JSON.stringify(remote),
  raw,
  state: 'waiting',
  attempts: 0,
  not_before: receivedAt,
})

export async function storeRawMails(
  db: Db,
  rows: ReturnType<typeof newRawMailRow>[],
): Promise<void> {
  // The same bytes twice in one statement: the second has nothing to conflict with.
  const once = [...new Map(rows.map((row) => [row.hash, row])).values()]
  await db
    .insertInto('raw_mails')
    .values(once)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute()
}

export function createRawMailsStore(db: Db) {
  const mails = () => db.selectFrom('raw_mails').selectAll()

  return {
    /** The oldest mail that nobody has read; for others it is as if it were read, for a while. */
    async claimNext(now: Instant): Promise<RawMail | undefined> {
      const row = await mails()
        .where('state', '=', 'waiting')
        .where('not_before', '<=', now)
        .orderBy('id')
        .executeTakeFirst()
      if (!row) return undefined
      const { numUpdatedRows } = await db
        .updateTable('raw_mails')
        .set({ not_before: now + readingMs, attempts: row.attempts + 1 })
        .where('id', '=', row.id)
        .where('attempts', '=', row.attempts)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      return numUpdatedRows === 0n ? undefined : toRawMail(row)
    },

    async find(id: number): Promise<RawMail | undefined> {
      const row = await mails().where('id', '=', id).executeTakeFirst()
      return row && toRawMail(row)
    },

    async settle(id: number, fate: MailFate): Promise<void> {
      const { summary, ...rest } = fate
      await db
        .updateTable('raw_mails')
        .set({
          state: rest.state,
          reason: rest.reason ?? null,
          problem: null,
          ...(rest.messageId !== undefined && { message_id: rest.messageId }),
          ...(rest.fromAddress !== undefined && { from_address: rest.fromAddress }),
          ...(rest.partnerMemberId !== undefined && { partner_member_id: rest.partnerMemberId }),
          ...(rest.contractId !== undefined && { contract_id: rest.contractId }),
          ...(rest.ticketId !== undefined && { ticket_id: rest.ticketId }),
          ...(rest.decidedBy !== undefined && { decided_by: rest.decidedBy }),
          ...(summary && { summary: JSON.stringify(summary) }),
        })
        .where('id', '=', id)
        .execute()
    },

    async postpone(id: number, until: Instant, problem: string): Promise<void> {
      await db
        .updateTable('raw_mails')
        .set({ not_before: until, problem })
        .where('id', '=', id)
        .execute()
    },

    /** Whether another copy of the mail, which came by another way, has been worked on. */
    async isKnown(id: number, messageId: string, fromAddress: string | null): Promise<boolean> {
      const row = await db
        .selectFrom('raw_mails')
        .select('id')
        .where('message_id', '=', messageId)
        .where('from_address', fromAddress === null ? 'is' : '=', fromAddress)
        .where('id', '!=', id)
        .where('state', 'not in', ['waiting', 'ignored'])
        .executeTakeFirst()
      return row !== undefined
    },

    /** What a partner has to look at, newest first. */
    async listOfPartner(memberId: string, limit: number): Promise<RawMail[]> {
      const rows = await mails()
        .where('partner_member_id', '=', memberId)
        .where('state', 'in', ['quarantined', 'bounced', 'accepted', 'discarded'])
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toRawMail)
    },

    async position(mailbox: string): Promise<MailPosition | undefined> {
      const row = await db
        .selectFrom('mail_positions')
        .selectAll()
        .where('mailbox', '=', mailbox)
        .executeTakeFirst()
      return (
        row && {
          mailbox,
          uidValidity: row.uid_validity,
          lastUid: row.last_uid,
          since: row.since,
        }
      )
    },

    /** How far a mailbox has been read, and the mails found up to there: both or neither. */
    async savePosition(position: MailPosition): Promise<void> {
      const values = {
        uid_validity: position.uidValidity,
        last_uid: position.lastUid,
        since: position.since,
      }
      await db
        .insertInto('mail_positions')
        .values({ mailbox: position.mailbox, ...values })
        .onConflict((conflict) => conflict.column('mailbox').doUpdateSet(values))
        .execute()
    },

    add: (mail: NewRawMail): Promise<void> => storeRawMails(db, [newRawMailRow(mail)]),
  }
}

export type MailPosition = {
  mailbox: string
  uidValidity: string
  lastUid: number
  /** Mails that lay in the mailbox before we first saw it are nobody's tickets. */
  since: Instant
}

export function toRawMail(row: Selectable<Schema['raw_mails']>): RawMail {
  return {
    id: row.id,
    receivedAt: row.received_at,
    returnPath: row.return_path,
    recipients: z.array(z.string()).parse(JSON.parse(row.recipients)),
    remote: row.remote === null ? null : remoteSchema.parse(JSON.parse(row.remote)),
    raw: row.raw,
    state: mailStateSchema.parse(row.state),
    attempts: row.attempts,
    messageId: row.message_id,
    fromAddress: row.from_address,
    summary: row.summary === null ? null : mailSummarySchema.parse(JSON.parse(row.summary)),
    partnerMemberId: row.partner_member_id,
    contractId: row.contract_id,
    ticketId: row.ticket_id,
    reason: row.reason === null ? null : mailReasonSchema.parse(row.reason),
    decidedBy: row.decided_by,
    link:
      row.answered_at === null || row.confirm_until === null
        ? null
        : { sentAt: row.answered_at, goodUntil: row.confirm_until },
    confirmedAt: row.confirmed_at,
  }
}
