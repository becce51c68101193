import type { Fact, Side } from '../../shared/sla/history.ts'
import type { Comment } from '../bitrix/comments.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { OwnComment } from '../db/own-comments-store.ts'
import { isOurWording, ordinalIn } from './our-wording.ts'
import type { SideReading } from './read-side.ts'
import { mirroredText } from './message-texts.ts'
import { factIdOf, sameWords } from './translate-comments.ts'

/** A comment of ours that stands in a card although nobody remembers it. */
export type LostComment = { side: Side; comment: Comment }

type Remembered = {
  number: number
  own: readonly OwnComment[]
  known: readonly MessageRecord[]
}

/** Comments in both cards that we must have written. */
export function lostComments(
  readings: readonly SideReading[],
  { number, own, known }: Remembered,
): LostComment[] {
  return readings.flatMap(({ side, comments }) =>
    comments
      .filter(({ id, text }) => {
        const isKnown =
          own.some((one) => one.side === side && one.commentId === id) ||
          known.some((one) => one.side === side && one.commentId === id)
        return !isKnown && isOurWording(text, number)
      })
      .map((comment) => ({ side, comment })),
  )
}

type Paired = { messages: MessageRecord[]; deliveries: Fact[]; used: LostComment[] }

/**
 * Finds each message's mirror in the other card: there it says which number the message had, and since
 * when it could be read.
 *
 * @param messages new ones, and known ones of which nobody remembers that they were carried over
 */
export function pairMirrors(
  messages: readonly MessageRecord[],
  lost: readonly LostComment[],
  {
    number,
    customerName,
    receivedAt,
  }: { number: number; customerName: string; receivedAt: number },
): Paired {
  const used: LostComment[] = []
  const deliveries: Fact[] = []
  const paired = messages.map((message) => {
    const mirror = lost.find(
      (one) => one.side !== message.side && !used.includes(one) && isMirror(one.comment, message),
    )
    if (!mirror) return message
    used.push(mirror)
    const { id: mirrorCommentId, createdAt, text } = mirror.comment
    const at = Math.min(createdAt, receivedAt)
    const messageId = factIdOf(message)
    deliveries.push({
      ...{ kind: 'delivered', id: `delivered:${messageId}`, at, recordedAt: receivedAt, messageId },
    })
    const ordinal = ordinalIn(text, number) ?? message.ordinal
    return { ...message, ordinal, mirrorCommentId, deliveredAt: at }
  })
  return { messages: paired, deliveries, used }

  function isMirror({ text }: Comment, message: MessageRecord): boolean {
    const ordinal = ordinalIn(text, number)
    if (ordinal === undefined) return false
    const mirrored = mirroredText({ ...message, ordinal }, number, customerName)
    return Object.values(mirrored).some((words) => sameWords(text, words))
  }
}

/** Messages without a mirror come behind all numbers that were ever given. */
export function numbered(
  fresh: readonly MessageRecord[],
  taken: readonly number[],
): MessageRecord[] {
  let last = Math.max(0, ...taken)
  return fresh.map((message) => {
    if (message.mirrorCommentId !== null) return message
    last += 1
    return { ...message, ordinal: last }
  })
}
