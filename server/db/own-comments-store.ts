import type { Side } from '../../shared/sla/history.ts'
import { effectSchema } from './effect.ts'
import type { Db } from './open-db.ts'

/** A comment of ours; `commentId` is null until the portal's answer was stored. */
export type OwnComment = { side: Side; text: string; commentId: number | null }

/** What we have said in cards, as the outbox remembers it. */
export function createOwnCommentsStore(db: Db) {
  return {
    /** What we said in a ticket's cards, to tell our own comments from those of people. */
    async ownComments(ticketId: string): Promise<OwnComment[]> {
      const rows = await db
        .selectFrom('outbox')
        .select(['effect', 'comment_id'])
        .where('ticket_id', '=', ticketId)
        .execute()
      return rows.flatMap((row) => {
        const effect = effectSchema.parse(JSON.parse(row.effect))
        if (effect.kind !== 'comment') return []
        return [{ side: effect.side, text: effect.text, commentId: row.comment_id }]
      })
    },

    async isOwnComment(memberId: string, commentId: number): Promise<boolean> {
      const row = await db
        .selectFrom('outbox')
        .select('id')
        .where('member_id', '=', memberId)
        .where('comment_id', '=', commentId)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}
