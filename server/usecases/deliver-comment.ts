import type { Clock } from '../../shared/time.ts'
import type {
  addComment,
  Comment,
  deleteComment,
  listComments,
  updateComment,
} from '../bitrix/comments.ts'
import type { FileContent } from '../bitrix/files.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { type Delivery, deliveryOf, staysAway, type Target } from './delivery.ts'
import { mirroredText } from './message-texts.ts'
import { factIdOf, sameWords } from './translate-comments.ts'

type Deps = {
  db: Database
  lock: KeyedLock
  clock: Clock
  commands: {
    addComment: typeof addComment
    updateComment: typeof updateComment
    deleteComment: typeof deleteComment
    listComments: typeof listComments
  }
  messageFiles: (ticket: Ticket, messageId: string) => Promise<FileContent[]>
  wake: () => void
}

/** Comments in the cards: said once, and the mirrors of messages kept like the messages. */
export function createDeliverComment({ db, lock, clock, commands, messageFiles, wake }: Deps) {
  return { comment: prepareComment, mirror: prepareMirror }

  async function prepareComment(
    row: OutboxRow,
    effect: { text: string; messageId: string | null; filesOf?: string },
    { ticket, portal: { place }, client, side }: Target,
  ): Promise<Delivery> {
    const itemId = ticket.itemIds[side]
    if (itemId === null) return staysAway(ticket, side) ? 'done' : 'notYet'
    const { messageId } = effect
    const settle = (commentId: number) => settleComment(row, commentId, messageId)
    if (row.isUncertain) {
      const comments = await client.run(commands.listComments(place, itemId))
      const { comments: own } = await db.outbox.remembered(ticket.id)
      const isKnown = ({ id }: Comment) =>
        own.some((one) => one.side === side && one.commentId === id)
      // The same words may have been said before, and that is another comment.
      const found = comments.find(
        (comment: Comment) => sameWords(comment.text, effect.text) && !isKnown(comment),
      )
      if (found) {
        await settle(found.id)
        return 'done'
      }
    }
    const filesOf = messageId ?? effect.filesOf
    const files = filesOf === undefined ? [] : await messageFiles(ticket, filesOf)
    return deliveryOf(commands.addComment(place, itemId, { text: effect.text, files }), settle)
  }

  /** An edit or a deletion follows the message to the other card. */
  async function prepareMirror(
    { messageId, withFiles }: { messageId: string; withFiles: boolean },
    { ticket, portal: { place, language }, client, side }: Target,
  ): Promise<Delivery> {
    const message = await db.messages.find(messageId)
    if (!message) return 'done'
    const { mirrorCommentId } = message
    if (mirrorCommentId === null) return 'notYet'
    // Deleted by an earlier attempt whose answer was lost, or by somebody over there.
    const isMoot = async () => {
      const itemId = ticket.itemIds[side]
      const there = itemId === null ? [] : await client.run(commands.listComments(place, itemId))
      return !there.some((comment: Comment) => comment.id === mirrorCommentId)
    }
    if (message.deletedAt !== null)
      return { command: commands.deleteComment(mirrorCommentId), isMoot }
    const contract = await db.contracts.find(ticket.contractId)
    const words = mirroredText(message, ticket.number, contract?.customerName ?? '')
    const text = words[language]
    const files = withFiles ? await messageFiles(ticket, messageId) : []
    return { command: commands.updateComment(mirrorCommentId, { text, files }), isMoot }
  }

  /** A message has arrived: the other side can read it from now on. */
  async function settleComment(
    row: OutboxRow,
    commentId: number,
    messageId: string | null,
  ): Promise<void> {
    const now = clock.now()
    const { ticketId } = row
    await lock.run(ticketId, () =>
      db.transaction(async (stores) => {
        const isNews = await stores.outbox.markSent(row, commentId)
        if (!isNews || messageId === null) return
        await stores.messages.markDelivered(messageId, commentId, now)
        const message = await stores.messages.find(messageId)
        if (message)
          await stores.inbox.add(
            row.memberId,
            { kind: 'delivered', ticketId, messageId: factIdOf(message), at: now },
            now,
          )
      }),
    )
    wake()
  }
}
