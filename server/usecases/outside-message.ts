import type { Fact } from '../../shared/sla/history.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { OutsidePost } from '../db/outside-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { mirroredText, outsideText } from './message-texts.ts'
import { factIdOf } from './translate-comments.ts'

/** Where a message comes from that was written without a portal. */
export type MessagePost = Pick<OutsidePost, 'id' | 'channel' | 'at'> & {
  files: MessageRecord['files']
}

type Words = { text: string; author: string; post: MessagePost }

/**
 * A message of a customer's person that came by mail or from the rescue page: it counts from its
 * acceptance, and its comments in both cards are ours.
 *
 * @param known all messages of the ticket
 */
export function outsideMessage(
  ticket: Ticket,
  known: readonly MessageRecord[],
  { text, author, post, recordedAt }: Words & { recordedAt: number },
): { fact: Fact; message: MessageRecord } {
  const ordinal = known.length + 1
  const commentId = -ordinal
  const id = factIdOf({ side: 'customer', commentId })
  const { channel, at, files } = post
  return {
    fact: { kind: 'message', id, at, recordedAt, by: 'customer', author, asks: false, channel },
    message: {
      ...{ id: `${ticket.id}:${id}`, ticketId: ticket.id, ordinal, side: 'customer', commentId },
      ...{ mirrorCommentId: null, author, text, asks: false, at },
      ...{ deliveredAt: null, deletedAt: null, files, channel, postId: post.id },
    },
  }
}

/** It is shown in both cards; the customer's waits for his portal where that is away. */
export function outsideMessageRows(
  ticket: Ticket,
  message: MessageRecord,
  { customerName, zone }: { customerName: string; zone: string },
): NewOutboxRow[] {
  const { id: messageId } = message
  const row = (key: string, effect: NewOutboxRow['effect']): NewOutboxRow => ({
    memberId: ticket.memberIds[effect.side],
    ticketId: ticket.id,
    key: `${ticket.id}:${key}:${messageId}`,
    effect,
  })
  const own = outsideText(message, ticket.number, zone)
  const text = mirroredText(message, ticket.number, customerName)
  return [
    row('outside', {
      ...{ kind: 'comment', side: 'customer', text: own, messageId: null },
      filesOf: messageId,
    }),
    row('message', { kind: 'comment', side: 'partner', text, messageId }),
  ]
}
