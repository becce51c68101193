import type { Instant } from '../../shared/time.ts'
import type { Stores } from '../db/database.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { LostComment } from './lost-mirrors.ts'
import { isRegistration } from './our-wording.ts'
import { sameWords } from './translate-comments.ts'

type Found = {
  lost: readonly LostComment[]
  /** Messages with their mirrors, where they have one. */
  paired: readonly MessageRecord[]
  now: Instant
}

/**
 * In the transaction that makes a recovered ticket known: what was said already is not said again, and
 * what else waits is looked up before it is sent.
 */
export async function keepLostComments(
  stores: Stores,
  ticket: Ticket,
  { lost, paired, now }: Found,
): Promise<void> {
  const mirrors = paired.filter(({ mirrorCommentId }) => mirrorCommentId !== null)
  for (const { id, mirrorCommentId, deliveredAt } of mirrors)
    await stores.messages.markDelivered(id, mirrorCommentId ?? 0, deliveredAt ?? now)
  const left = new Set(lost)
  for (const row of await stores.outbox.waitingComments(ticket.id)) {
    const mirror = mirrors.find(({ id }) => id === row.effect.messageId)
    const found = [...left].find(
      ({ side, comment }) =>
        side === row.effect.side &&
        (mirror
          ? comment.id === mirror.mirrorCommentId
          : sameWords(comment.text, row.effect.text) ||
            (row.key === `${ticket.id}:registered` && isRegistration(comment.text, ticket.number))),
    )
    if (!found) continue
    left.delete(found)
    await stores.outbox.markSent(row, found.comment.id)
  }
  await stores.outbox.addSaid(
    ticket,
    [...left].map(({ side, comment }) => ({ side, text: comment.text, commentId: comment.id })),
    now,
  )
  await stores.outbox.doubtWaiting(ticket.id)
  await stores.restorations.read(ticket.id)
}
