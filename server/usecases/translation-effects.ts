import type { Side } from '../../shared/sla/history.ts'
import type { Words } from '../../shared/words/language.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import {
  deletedText,
  nearMissText,
  putBackText,
  refusedMoveText,
  restoredText,
} from './answer-texts.ts'
import { mirroredText } from './message-texts.ts'
import type { Translation } from './translation.ts'

type Where = { side: Side; contract: ContractRecord }

/**
 * What the portals are told of a reading: messages and files go to the other card; refused moves and
 * near misses are answered where they were made.
 */
export function translationEffects(
  ticket: Ticket,
  translation: Translation,
  where: Where,
): NewOutboxRow[] {
  return [
    ...messageEffects(ticket, translation, where),
    ...answerEffects(ticket, translation, where),
    ...deletionEffects(ticket, translation, where),
  ]
}

const otherOf = (side: Side): Side => (side === 'customer' ? 'partner' : 'customer')

const rowFor = (ticket: Ticket, key: string, effect: NewOutboxRow['effect']): NewOutboxRow => ({
  memberId: ticket.memberIds[effect.side],
  ticketId: ticket.id,
  key: `${ticket.id}:${key}`,
  effect,
})

function messageEffects(
  ticket: Ticket,
  translation: Translation,
  { side: from, contract }: Where,
): NewOutboxRow[] {
  const side = otherOf(from)
  const messages = translation.messages.map((message) => {
    const text = mirroredText(message, ticket.number, contract.customerName)
    const messageId = message.id
    return rowFor(ticket, `message:${messageId}`, { kind: 'comment', side, text, messageId })
  })
  const changes = translation.changedMessages.map(({ id: messageId }) => {
    const withFiles = translation.refiledMessages.includes(messageId)
    const key = withFiles ? 'mirrorFiles' : 'mirror'
    return rowFor(ticket, `${key}:${messageId}`, { kind: 'mirror', side, messageId, withFiles })
  })
  const files = translation.hasNewFiles
    ? [rowFor(ticket, `files:${side}`, { kind: 'files', side })]
    : []
  return [...messages, ...changes, ...files]
}

function answerEffects(
  ticket: Ticket,
  translation: Translation,
  { side, contract }: Where,
): NewOutboxRow[] {
  const refusals = translation.facts.flatMap((fact) => {
    if (fact.kind !== 'stage' || !ticket.clocks.refusedMoves.includes(fact.id)) return []
    const text = refusedMoveText(side, ticket.stage, fact.stage)
    const key = `refused:${fact.id}`
    return [rowFor(ticket, key, { kind: 'comment', side, text, messageId: null })]
  })
  const fields = translation.foreignEdits
  const putBack =
    fields.length > 0
      ? [
          rowFor(ticket, `foreign:${side}:${String(ticket.sides[side].readAt)}`, {
            kind: 'comment',
            side,
            text: putBackText(fields),
            messageId: null,
          }),
        ]
      : []
  const text = nearMissText(ticket.number, contract.publicMark)
  const nearMisses = translation.nearMisses.map(({ commentId, authorId: userId }) =>
    rowFor(ticket, `nearMiss:${String(commentId)}`, { kind: 'notify', side, userId, text }),
  )
  return [...refusals, ...putBack, ...nearMisses]
}

/** The card that comes back says why it is empty; one that does not is explained on the other side. */
function deletionEffects(
  ticket: Ticket,
  { deletion, ticket: { sides } }: Translation,
  { side }: Where,
): NewOutboxRow[] {
  if (deletion === null) return []
  const key = `deleted:${side}:${String(sides[side].goneUpTo)}`
  const comment = (to: Side, text: Words) =>
    rowFor(ticket, key, { kind: 'comment', side: to, text, messageId: null })
  return deletion === 'restore'
    ? [comment(side, restoredText(ticket.number))]
    : [comment(otherOf(side), deletedText(ticket.number, side))]
}
