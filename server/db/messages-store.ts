import type { Selectable } from 'kysely'
import { z } from 'zod'
import {
  type OutsideChannel,
  outsideChannelSchema,
  type Side,
  sideSchema,
} from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import { gathered } from './gathered.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

const filesSchema = z.array(z.object({ id: z.number(), name: z.string() }))

/** A public message: a comment in the portal of `side` and its mirror in the other one. */
export type MessageRecord = {
  id: string
  ticketId: string
  /** Counts the public messages of a ticket; people may cite «сообщение 7-3». */
  ordinal: number
  side: Side
  /** Below zero: no person's comment stands behind it. */
  commentId: number
  mirrorCommentId: number | null
  author: string
  text: string
  asks: boolean
  at: Instant
  deliveredAt: Instant | null
  /** When its comment was first seen missing; it never unmeets a clock. */
  deletedAt: Instant | null
  files: { id: number; name: string }[]
  /** The way by which it came when that was not a card in a portal. */
  channel: OutsideChannel | null
  /** What was written without the portal, and keeps its files. */
  postId: string | null
}

export type MessagesStore = ReturnType<typeof createMessagesStore>

export function createMessagesStore(db: Db) {
  const messages = () => db.selectFrom('messages').selectAll()

  const ofTicket = gathered(
    (ids: string[]) =>
      messages().where('ticket_id', 'in', ids).orderBy('at').orderBy('ordinal').execute(),
    (row) => row.ticket_id,
  )

  return {
    async listOf(ticketId: string): Promise<MessageRecord[]> {
      return (await ofTicket(ticketId)).map(toMessage)
    },

    async find(id: string): Promise<MessageRecord | undefined> {
      const row = await messages().where('id', '=', id).executeTakeFirst()
      return row && toMessage(row)
    },

    async add(message: MessageRecord): Promise<void> {
      await db
        .insertInto('messages')
        .values({
          id: message.id,
          ticket_id: message.ticketId,
          ordinal: message.ordinal,
          side: message.side,
          comment_id: message.commentId,
          mirror_comment_id: message.mirrorCommentId,
          author: message.author,
          text: message.text,
          asks: message.asks ? 1 : 0,
          at: message.at,
          delivered_at: message.deliveredAt,
          deleted_at: message.deletedAt,
          files: JSON.stringify(message.files),
          channel: message.channel,
          post_id: message.postId,
        })
        .execute()
    },

    /** After an edit or a deletion of the comment. */
    async rewrite({ id, text, deletedAt, files }: MessageRecord): Promise<void> {
      await db
        .updateTable('messages')
        .set({ text, deleted_at: deletedAt, files: JSON.stringify(files) })
        .where('id', '=', id)
        .execute()
    },

    /** The item of the portal in whose card this comment was a public message. */
    async findItem(memberId: string, commentId: number): Promise<number | undefined> {
      const rows = await db
        .selectFrom('messages')
        .innerJoin('tickets', 'tickets.id', 'messages.ticket_id')
        .select([
          'messages.side',
          'customer_member_id',
          'customer_item_id',
          'partner_member_id',
          'partner_item_id',
        ])
        .where('comment_id', '=', commentId)
        .execute()
      for (const row of rows) {
        const isCustomer = row.side === 'customer'
        const owner = isCustomer ? row.customer_member_id : row.partner_member_id
        const itemId = isCustomer ? row.customer_item_id : row.partner_item_id
        if (owner === memberId && itemId !== null) return itemId
      }
      return undefined
    },

    async markDelivered(id: string, mirrorCommentId: number, at: Instant): Promise<void> {
      await db
        .updateTable('messages')
        .set({ mirror_comment_id: mirrorCommentId, delivered_at: at })
        .where('id', '=', id)
        .execute()
    },
  }
}

function toMessage(row: Selectable<Schema['messages']>): MessageRecord {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    ordinal: row.ordinal,
    side: sideSchema.parse(row.side),
    commentId: row.comment_id,
    mirrorCommentId: row.mirror_comment_id,
    author: row.author,
    text: row.text,
    asks: row.asks === 1,
    at: row.at,
    deliveredAt: row.delivered_at,
    deletedAt: row.deleted_at,
    files: filesSchema.parse(JSON.parse(row.files)),
    channel: row.channel === null ? null : outsideChannelSchema.parse(row.channel),
    postId: row.post_id,
  }
}
