import type { Side } from '../../shared/sla/history.ts'
import { type Level, levelSchema } from '../../shared/sla/level.ts'
import { fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import { isOver, mayMove } from '../../shared/ticket/stages.ts'
import type { Item } from '../bitrix/items.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { TicketValues } from '../db/side-state.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { hasFreshConsents } from './fresh-consents.ts'
import { foreignEdits } from './foreign-edits.ts'
import type { SideReading } from './read-side.ts'
import {
  type CommentsReading,
  type Surroundings,
  takeAllComments,
  takeComments,
} from './translate-comments.ts'
import { takeMoves } from './translate-moves.ts'
import { seenOf, setSide, type Translation } from './translation.ts'

/**
 * Records of one portal → facts. Pure; records that were worked in before give nothing.
 *
 * @param ticket as it stands before this reading
 */
export function translateReading(
  ticket: Ticket,
  reading: SideReading,
  around: Surroundings,
): Translation {
  const { item, side, readAt } = reading
  const translation = nothingNew(ticket)
  if (item) {
    takeFields(translation, reading, item)
    // Our own last write may be what we see; then nobody is told.
    if (!around.isUnsure) translation.foreignEdits = foreignEdits(ticket, side, item)
    takeMoves(translation, reading)
    takeAllComments(translation, reading, around)
  } else takeDeletion(translation, reading, around)
  // Only now: until here it is the bound for the times of what this reading saw first.
  setSide(translation, side, { readAt })
  return translation
}

/**
 * Single comments → facts, when events told of nothing else. What else is in the card stays to be
 * read: the side's marks stay as they are.
 */
export function translateComments(
  ticket: Ticket,
  reading: CommentsReading,
  around: Surroundings,
): Translation {
  const translation = nothingNew(ticket)
  takeComments(translation, reading, around)
  const { readComments } = ticket.sides[reading.side]
  const ids = new Set([...readComments, ...reading.comments.map((comment) => comment.id)])
  setSide(translation, reading.side, { readComments: [...ids] })
  return translation
}

const nothingNew = (ticket: Ticket): Translation => ({
  ticket,
  facts: [],
  messages: [],
  changedMessages: [],
  refiledMessages: [],
  foreignEdits: [],
  hasNewFiles: false,
  deletion: null,
  nearMisses: [],
})

function takeFields(translation: Translation, reading: SideReading, item: Item): void {
  const { side } = reading
  const { ticket } = translation
  const level = newLevel(ticket, side, item)
  if (level !== undefined)
    translation.facts.push({
      kind: 'levelChanged',
      id: `${side}:level:${String(reading.readAt)}`,
      at: reading.receivedAt,
      recordedAt: reading.receivedAt,
      level,
      reason: '',
      consents: hasFreshConsents(ticket),
    })
  const { fileIds } = ticket.sides[side]
  translation.hasNewFiles = item.files.some((file) => !fileIds.includes(file.id))
  const seen = seenOf(item)
  translation.ticket = {
    ...ticket,
    title: side === 'customer' ? item.title : ticket.title,
    values: { ...ticket.values, ...ownedValues(side, item) },
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], seen } },
  }
}

/**
 * A ticket is not forgotten with its item. One that is over may go; an open one is made anew or, by
 * the contract, closed.
 */
function takeDeletion(
  translation: Translation,
  { side, receivedAt }: SideReading,
  around: Surroundings,
): void {
  const { ticket } = translation
  translation.ticket = withoutItem(ticket, side, around.known)
  if (isOver(ticket.stage)) return
  translation.deletion = around.onDeletion
  if (around.onDeletion === 'restore') return
  const id = `${side}:deleted:${String(ticket.itemIds[side])}`
  const time = { at: receivedAt, recordedAt: receivedAt }
  const stage = mayMove(side, ticket.stage, 'closed') ? 'closed' : 'rejected'
  translation.facts.push({ kind: 'stage', id, ...time, stage, by: side })
}

/** The ticket when its item on one side is gone, with the comments that were in its card. */
export function withoutItem(ticket: Ticket, side: Side, known: readonly MessageRecord[]): Ticket {
  const own = known.filter((message) => message.side === side)
  const { commentMark, readComments } = ticket.sides[side]
  const goneUpTo = Math.max(
    commentMark,
    ...readComments,
    ...own.map((message) => message.commentId),
  )
  const state = { ...ticket.sides[side], seen: null, fileIds: [], ownMoves: [], goneUpTo }
  return {
    ...ticket,
    itemIds: { ...ticket.itemIds, [side]: null },
    sides: { ...ticket.sides, [side]: state },
  }
}

/** The fields of which the side is the owner; what it wrote into others is put back. */
function ownedValues(side: Side, item: Item): TicketValues {
  const values: TicketValues = {}
  for (const key of fieldKeys) {
    const { owner, type } = fieldSpec(key)
    const value = item.values[key]
    if (owner === side && type !== 'file' && key !== 'level' && value !== undefined)
      values[key] = value
  }
  return values
}

/** A level that the partner chose since his item was last seen; the engine itself may set others. */
function newLevel(ticket: Ticket, side: Side, item: Item): Level | undefined {
  const seen = ticket.sides[side].seen
  if (side !== 'partner' || !seen || seen.values.level === item.values.level) return undefined
  const level = levelSchema.safeParse(Number(item.values.level)).data
  return level === ticket.level ? undefined : level
}
