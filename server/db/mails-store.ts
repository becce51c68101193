import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'

/** What stands in a mail; sender, date and Message-ID are added when it goes. */
const contentSchema = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  /** Further headers, such as In-Reply-To, Reply-To or Auto-Submitted. */
  headers: z.record(z.string(), z.string()),
})
export type MailContent = z.infer<typeof contentSchema>

const filesSchema = z.array(z.object({ name: z.string(), type: z.string(), base64: z.string() }))
export type MailFiles = z.infer<typeof filesSchema>

export type NewMail = MailContent & {
  /** Asked for twice, it goes once; also the source of its Message-ID. */
  key: string
  /** The partner's portal: who looks after it sends. */
  memberId: string
  /** The ticket, and the public message that this mail carries: its acceptance is a delivery. */
  about: { ticketId: string; messageId: string | null } | null
  /** Name of the person to whom it goes, for those who see whom a message has reached. */
  reader: string | null
  /** Nobody wants it after that; it goes no more. */
  goodUntil?: Instant
  /** They are kept until the mail has gone. */
  files?: MailFiles
}

export type WaitingMail = MailContent & {
  id: number
  /** Local part of its Message-ID, the same at every attempt. */
  token: string
  memberId: string
  about: NewMail['about']
  reader: string | null
  attempts: number
  createdAt: Instant
  files: MailFiles
}

/** A mail that was refused for good and waits for a person's word. */
export type ParkedMail = {
  id: number
  ticketId: string | null
  to: string
  reader: string
  subject: string
  problem: string
  createdAt: Instant
}

/** A mail with a message that its reader's mail server has not accepted. */
export type UnsentMail = {
  messageId: string
  reader: string
  isParked: boolean
  createdAt: Instant
}

export type MailsStore = ReturnType<typeof createMailsStore>

const mostShown = 200

/** By its token a repeated mail is recognised, and a reply to it finds its ticket. */
export const mailTokenOf = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, 32)

/** Mails that wait to be sent, in their order for each ticket and reader. */
export function createMailsStore(db: Db) {
  return {
    async add(mails: readonly NewMail[], now: Instant): Promise<void> {
      for (const mail of mails)
        await db
          .insertInto('mails')
          .values(newRow(mail, now))
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute()
    },

    /** What may go at `now`: of each ticket and reader only the oldest that waits. */
    async listDue(now: Instant, limit: number, ours: Ours): Promise<WaitingMail[]> {
      const rows = await db
        .selectFrom('mails')
        .selectAll()
        .where('not_before', '<=', now)
        .where((row) => row.or([row('good_until', 'is', null), row('good_until', '>=', now)]))
        .where(among(db, 'member_id', ours))
        .where('id', 'in', (query) =>
          query
            .selectFrom('mails')
            .select(({ fn }) => fn.min('id').as('id'))
            .where('state', '=', 'waiting')
            .groupBy('lane'),
        )
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(toWaiting)
    },

    /** What nobody wants any more, such as links that have expired. */
    async dropStale(now: Instant): Promise<void> {
      await db
        .deleteFrom('mails')
        .where('state', '!=', 'sent')
        .where('good_until', '<', now)
        .execute()
    },

    /** @returns whether it was still waiting */
    async markSent(id: number, now: Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('mails')
        .set(({ eb }) => ({
          state: 'sent',
          sent_at: now,
          problem: null,
          attachments: null,
          attempts: eb('attempts', '+', 1),
        }))
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** @param until when to try again; null: not before somebody says so */
    async markFailed(id: number, until: Instant | null, problem: string): Promise<void> {
      await db
        .updateTable('mails')
        .set(({ eb }) => ({
          attempts: eb('attempts', '+', 1),
          problem,
          ...(until === null ? { state: 'parked' } : { not_before: until }),
        }))
        .where('id', '=', id)
        .execute()
    },

    /** To persons of a partner's contracts, oldest first; links that lose their worth are not kept for them. */
    async listParked(memberId: string): Promise<ParkedMail[]> {
      const rows = await db
        .selectFrom('mails')
        .selectAll()
        .where('member_id', '=', memberId)
        .where('state', '=', 'parked')
        .where('reader', 'is not', null)
        .orderBy('id')
        .limit(mostShown)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        ticketId: row.ticket_id,
        to: contentOf(row).to,
        reader: row.reader ?? '',
        subject: contentOf(row).subject,
        problem: row.problem ?? '',
        createdAt: row.created_at,
      }))
    },

    /** Of a ticket's messages: to whom each has not gone yet, oldest first. */
    async unsentOf(ticketId: string): Promise<UnsentMail[]> {
      const rows = await db
        .selectFrom('mails')
        .select(['message_id', 'reader', 'state', 'created_at'])
        .where('ticket_id', '=', ticketId)
        .where('state', '!=', 'sent')
        .orderBy('id')
        .execute()
      return rows.flatMap(({ message_id: messageId, reader, state, created_at: createdAt }) =>
        messageId === null || reader === null
          ? []
          : [{ messageId, reader, isParked: state === 'parked', createdAt }],
      )
    },

    /** @returns whether the partner had such a mail */
    async retry(memberId: string, id: number, now: Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('mails')
        .set({ state: 'waiting', not_before: now, attempts: 0 })
        .where('id', '=', id)
        .where('member_id', '=', memberId)
        .where('state', '=', 'parked')
        .where('reader', 'is not', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Of what went to a reader about a ticket, oldest first: its tokens thread the next one. */
    async tokensOf(ticketId: string, to: string): Promise<string[]> {
      const rows = await db
        .selectFrom('mails')
        .select('token')
        .where('ticket_id', '=', ticketId)
        .where('lane', '=', laneOf(ticketId, to))
        .orderBy('id')
        .execute()
      return rows.map(({ token }) => token)
    },

    /** The mail of ours to which somebody replies. */
    async findByToken(token: string): Promise<WaitingMail | undefined> {
      const row = await db
        .selectFrom('mails')
        .selectAll()
        .where('token', '=', token)
        .executeTakeFirst()
      return row && toWaiting(row)
    },
  }
}

const laneOf = (ticketId: string, to: string) => `${ticketId}:${to}`

function newRow(mail: NewMail, now: Instant) {
  const { to, subject, text, html, headers } = mail
  const content = { to, subject, text, ...(html !== undefined && { html }), headers }
  return {
    key: mail.key,
    token: mailTokenOf(mail.key),
    member_id: mail.memberId,
    lane: mail.about ? laneOf(mail.about.ticketId, to) : mail.key,
    ticket_id: mail.about?.ticketId ?? null,
    message_id: mail.about?.messageId ?? null,
    reader: mail.reader,
    content: JSON.stringify(content),
    attachments: mail.files ? JSON.stringify(mail.files) : null,
    state: 'waiting',
    attempts: 0,
    not_before: now,
    good_until: mail.goodUntil ?? null,
    problem: null,
    created_at: now,
    sent_at: null,
  }
}

type Row = Selectable<Schema['mails']>

const contentOf = (row: Row) => contentSchema.parse(JSON.parse(row.content))

const toWaiting = (row: Row): WaitingMail => ({
  ...contentOf(row),
  id: row.id,
  token: row.token,
  memberId: row.member_id,
  about: row.ticket_id === null ? null : { ticketId: row.ticket_id, messageId: row.message_id },
  reader: row.reader,
  attempts: row.attempts,
  createdAt: row.created_at,
  files: row.attachments === null ? [] : filesSchema.parse(JSON.parse(row.attachments)),
})
