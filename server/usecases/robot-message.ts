import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import type { Words } from '../../shared/words/language.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { robotMark, robotName } from './author-names.ts'
import { mirroredText, robotText } from './message-texts.ts'
import { factIdOf } from './translate-comments.ts'

type Said = { text: string; asks: boolean; author: string }

/**
 * A public message of a robot. No person's comment stands behind it, so its number is below zero,
 * where a portal has none.
 *
 * @param known all messages of the ticket
 */
export function robotMessage(
  ticket: Ticket,
  known: readonly MessageRecord[],
  { side, at, ...said }: Said & { side: Side; at: Instant },
): { fact: Fact; message: MessageRecord } {
  const ordinal = known.length + 1
  const id = factIdOf({ side, commentId: -ordinal })
  const { text, asks, author } = said
  const message: MessageRecord = {
    ...{ id: `${ticket.id}:${id}`, ticketId: ticket.id, ordinal, side, commentId: -ordinal },
    ...{ mirrorCommentId: null, author, text, asks, at, deliveredAt: null, deletedAt: null },
    ...{ files: [], channel: null, postId: null },
  }
  const fact: Fact = { kind: 'message', id, at, recordedAt: at, by: 'robot', author, asks }
  return { fact, message }
}

/** A robot that speaks for somebody. */
export const robotOf = (name: string) => `${name}${robotMark}`

/** Words of people for which the portal has no record of their own go out as a robot's do. */
export const isFromRobot = ({
  commentId,
  author,
}: Pick<MessageRecord, 'commentId' | 'author'>): boolean =>
  commentId < 0 && (author === robotName || author.endsWith(robotMark))

/**
 * It is shown in both cards: to those whose robot it is, and to whom it speaks.
 *
 * @param words of the message in each language
 */
export function robotMessageRows(
  ticket: Ticket,
  message: MessageRecord,
  { customerName, words }: { customerName: string; words: Words },
): NewOutboxRow[] {
  const { side, id: messageId } = message
  const other: Side = side === 'customer' ? 'partner' : 'customer'
  const row = (key: string, effect: NewOutboxRow['effect']): NewOutboxRow => ({
    memberId: ticket.memberIds[effect.side],
    ticketId: ticket.id,
    key: `${ticket.id}:${key}:${messageId}`,
    effect,
  })
  const spoken = { ...message, words }
  const own = robotText(spoken, ticket.number)
  const text = mirroredText(spoken, ticket.number, customerName)
  return [
    row('robot', { kind: 'comment', side, text: own, messageId: null }),
    row('message', { kind: 'comment', side: other, text, messageId }),
  ]
}
