import type { Side } from '../../shared/sla/history.ts'
import { effectSchema } from './effect.ts'
import { gathered } from './gathered.ts'
import type { Db } from './open-db.ts'

/** A comment of ours; `commentId` is null until the portal's answer was stored. */
export type OwnComment = { side: Side; text: string; commentId: number | null }

/** What the outbox remembers of a ticket. */
export type Remembered = {
  /** What we said in its cards, to tell our own comments from those of people. */
  comments: OwnComment[]
  /** Keys of effects that may have taken place although no answer came. */
  uncertain: Set<string>
}

/** What we have said in cards, as the outbox remembers it. */
export function createOwnCommentsStore(db: Db) {
  const ofTicket = gathered(
    (ids: string[]) =>
      db
        .selectFrom('outbox')
        .select(['ticket_id', 'key', 'effect', 'comment_id', 'is_uncertain'])
        .where('ticket_id', 'in', ids)
        .execute(),
    (row) => row.ticket_id,
  )

  return {
    async remembered(ticketId: string): Promise<Remembered> {
      const rows = await ofTicket(ticketId)
      const comments = rows.flatMap((row) => {
        const effect = effectSchema.parse(JSON.parse(row.effect))
        if (effect.kind !== 'comment') return []
        return [{ side: effect.side, text: effect.text, commentId: row.comment_id }]
      })
      const uncertain = rows.filter((row) => row.is_uncertain === 1).map((row) => row.key)
      return { comments, uncertain: new Set(uncertain) }
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
