import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** A text that engineers insert. Of a contract (no owner), or of one person (no contract). */
export type ReplyTemplateRecord = {
  id: string
  memberId: string
  contractId: string | null
  ownerId: number | null
  title: string
  text: string
}

/** Whose templates are meant: of the contract's, and of the person's own. */
export type TemplateScope = { memberId: string; contractId: string; userId: number }

export type ReplyTemplatesStore = ReturnType<typeof createReplyTemplatesStore>

/** Every query is limited to the partner's portal. */
export function createReplyTemplatesStore(db: Db) {
  return {
    /** By title. */
    async list({ memberId, contractId, userId }: TemplateScope): Promise<ReplyTemplateRecord[]> {
      const rows = await db
        .selectFrom('reply_templates')
        .selectAll()
        .where('member_id', '=', memberId)
        .where((row) => row.or([row('contract_id', '=', contractId), row('owner_id', '=', userId)]))
        .orderBy('title')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        memberId: row.member_id,
        contractId: row.contract_id,
        ownerId: row.owner_id,
        title: row.title,
        text: row.text,
      }))
    },

    /** @returns false where somebody else's has that id */
    async add(template: ReplyTemplateRecord, at: Instant): Promise<boolean> {
      const { id, memberId, contractId, ownerId, title, text } = template
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('reply_templates')
        .values({
          ...{ id, member_id: memberId, contract_id: contractId, owner_id: ownerId },
          ...{ title, text, changed_at: at },
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    async remove(memberId: string, id: string): Promise<void> {
      await db
        .deleteFrom('reply_templates')
        .where('member_id', '=', memberId)
        .where('id', '=', id)
        .execute()
    },
  }
}
