import type { Side } from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import { type Effect, effectSchema } from './effect.ts'
import type { Db } from './open-db.ts'

type CommentEffect = Extract<Effect, { kind: 'comment' }>
type WaitingComment = { id: number; revision: number; key: string; effect: CommentEffect }
type Said = { side: Side; text: string; commentId: number }
type Subject = { id: string; memberIds: Record<Side, string>; level: number }

/** What a restored backup leaves in doubt: whether effects of a ticket have taken place already. */
export function createOutboxDoubtsStore(db: Db) {
  return {
    /** Whether an effect may have taken place although no answer came. */
    async isUncertain(key: string): Promise<boolean> {
      const row = await db
        .selectFrom('outbox')
        .select('is_uncertain')
        .where('key', '=', key)
        .executeTakeFirst()
      return row?.is_uncertain === 1
    },

    /** Comments of a ticket that are to be said. */
    async waitingComments(ticketId: string): Promise<WaitingComment[]> {
      const rows = await db
        .selectFrom('outbox')
        .select(['id', 'revision', 'key', 'effect'])
        .where('ticket_id', '=', ticketId)
        .where('state', '=', 'waiting')
        .orderBy('id')
        .execute()
      return rows.flatMap(({ effect: text, ...row }) => {
        const effect = effectSchema.parse(JSON.parse(text))
        return effect.kind === 'comment' ? [{ ...row, effect }] : []
      })
    },

    /** Comments that we have said although nobody remembers why. */
    async addSaid(ticket: Subject, said: readonly Said[], now: Instant): Promise<void> {
      for (const { side, text, commentId } of said)
        await db
          .insertInto('outbox')
          .values({
            ...{ member_id: ticket.memberIds[side], ticket_id: ticket.id, level: ticket.level },
            key: `${ticket.id}:said:${side}:${String(commentId)}`,
            effect: JSON.stringify({ kind: 'comment', side, text, messageId: null }),
            ...{ state: 'sent', attempts: 0, revision: 1, is_uncertain: 0 },
            ...{ not_before: now, problem: null, comment_id: commentId, created_at: now },
          })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute()
    },

    /** Whatever waits for a ticket may have happened: it is looked up before it is sent. */
    async doubtWaiting(ticketId: string): Promise<void> {
      await db
        .updateTable('outbox')
        .set({ is_uncertain: 1 })
        .where('ticket_id', '=', ticketId)
        .where('state', '=', 'waiting')
        .execute()
    },
  }
}
