import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

type PersonKey = { contractId: string; personId: string }

/** Free text by mail that waits for its author to complete it. */
export type MailDraft = PersonKey & {
  /** Becomes the ticket's. */
  id: string
  /** The mail in which it came, with its files. */
  mailId: number
  title: string
  text: string
  fileNames: string[]
  createdAt: Instant
  /** When its author was sent a link to it; null: he was not. */
  answeredAt: Instant | null
}

const mostShown = 20

export function createMailDraftsStore(db: Db) {
  const drafts = () => db.selectFrom('mail_drafts').selectAll()
  const remove = (id: string) => db.deleteFrom('mail_drafts').where('id', '=', id).execute()

  return {
    /** @returns whether it is news: of one mail there is one draft */
    async add(draft: MailDraft): Promise<boolean> {
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto('mail_drafts')
        .values(toRow(draft))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows > 0n
    },

    async find(id: string): Promise<MailDraft | undefined> {
      const row = await drafts().where('id', '=', id).executeTakeFirst()
      return row && toDraft(row)
    },

    async ofMail(mailId: number): Promise<MailDraft | undefined> {
      const row = await drafts().where('mail_id', '=', mailId).executeTakeFirst()
      return row && toDraft(row)
    },

    /** Newest first. */
    async listOf({ contractId, personId }: PersonKey): Promise<MailDraft[]> {
      const rows = await drafts()
        .where('contract_id', '=', contractId)
        .where('person_id', '=', personId)
        .orderBy('created_at', 'desc')
        .limit(mostShown)
        .execute()
      return rows.map(toDraft)
    },

    /** Links that a person was sent. */
    async countAnswered({ contractId, personId }: PersonKey, since: Instant): Promise<number> {
      const { count } = await db
        .selectFrom('mail_drafts')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('contract_id', '=', contractId)
        .where('person_id', '=', personId)
        .where('answered_at', '>', since)
        .executeTakeFirstOrThrow()
      return count
    },

    /** It has become a ticket, and the mail in which it came belongs to that. */
    async fileAs({ id, mailId }: Pick<MailDraft, 'id' | 'mailId'>, ticketId: string) {
      await remove(id)
      await db
        .updateTable('raw_mails')
        .set({ ticket_id: ticketId })
        .where('id', '=', mailId)
        .execute()
    },

    async dropOlder(than: Instant): Promise<void> {
      await db.deleteFrom('mail_drafts').where('created_at', '<', than).execute()
    },
  }
}

const toRow = (draft: MailDraft) => ({
  id: draft.id,
  mail_id: draft.mailId,
  contract_id: draft.contractId,
  person_id: draft.personId,
  title: draft.title,
  text: draft.text,
  file_names: JSON.stringify(draft.fileNames),
  created_at: draft.createdAt,
  answered_at: draft.answeredAt,
})

const toDraft = (row: Selectable<Schema['mail_drafts']>): MailDraft => ({
  id: row.id,
  mailId: row.mail_id,
  contractId: row.contract_id,
  personId: row.person_id,
  title: row.title,
  text: row.text,
  fileNames: z.array(z.string()).parse(JSON.parse(row.file_names)),
  createdAt: row.created_at,
  answeredAt: row.answered_at,
})
