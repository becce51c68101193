import type { Person } from '../../shared/api/contracts.ts'
import type { Fact, Side } from '../../shared/sla/history.ts'
import { levelSchema } from '../../shared/sla/level.ts'
import { fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import { readPublicMark } from '../../shared/ticket/public-mark.ts'
import { stageOf } from '../../shared/ticket/place.ts'
import { mayMove, type Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { Comment } from '../bitrix/comments.ts'
import type { Item } from '../bitrix/items.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { OwnComment } from '../db/outbox-store.ts'
import type { SideState, Ticket, TicketValues } from '../db/tickets-store.ts'
import type { SideReading } from './read-side.ts'

export type Surroundings = {
  persons: readonly Person[]
  publicMark: string
  /** Our own comments on this side. */
  own: readonly OwnComment[]
  /** Public messages so far, to number the next one. */
  messageCount: number
  toSafeText(bbcode: string): string
}

export type Translation = {
  ticket: Ticket
  facts: Fact[]
  messages: MessageRecord[]
  /** Moves that the side may not make; they are put back with a comment. */
  refusedMoves: { id: number; to: Stage }[]
  /** Comments that almost began with the public mark; their authors are told. */
  nearMisses: { commentId: number; authorId: number }[]
}

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
  const { item, side } = reading
  const state = ticket.sides[side]
  const translation: Translation = {
    ticket: { ...ticket, sides: { ...ticket.sides, [side]: { ...state, readAt: reading.readAt } } },
    facts: [],
    messages: [],
    refusedMoves: [],
    nearMisses: [],
  }
  if (!item) return translation
  takeFields(translation, reading, item)
  takeMoves(translation, reading)
  for (const comment of reading.comments) takeComment(translation, reading, comment, around)
  return translation
}

function takeFields(translation: Translation, reading: SideReading, item: Item): void {
  const { side } = reading
  const { ticket } = translation
  const seenBefore = ticket.sides[side].seen
  const values: TicketValues = { ...ticket.values }
  for (const key of fieldKeys) {
    const spec = fieldSpec(key)
    if (spec.owner !== side || spec.type === 'file' || key === 'level') continue
    const value = item.values[key]
    if (value !== undefined) values[key] = value
  }
  const level = levelSchema.safeParse(Number(item.values.level))
  const isLevelNews =
    side === 'partner' &&
    level.success &&
    seenBefore !== null &&
    item.values.level !== seenBefore.values.level &&
    level.data !== ticket.level
  if (isLevelNews)
    translation.facts.push({
      kind: 'levelChanged',
      id: `${side}:level:${String(reading.readAt)}`,
      at: reading.readAt,
      recordedAt: reading.readAt,
      level: level.data,
      reason: '',
      consents: false,
    })
  const seen = seenOf(item)
  translation.ticket = {
    ...ticket,
    title: side === 'customer' ? item.title : ticket.title,
    values,
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], seen } },
  }
}

function takeMoves(translation: Translation, reading: SideReading): void {
  const { side, place } = reading
  const state = sideOf(translation, side)
  const ownMoves = [...state.ownMoves]
  let { stageMark } = state
  let stage = translation.ticket.stage
  for (const move of reading.moves.toSorted((a, b) => a.id - b.id)) {
    if (move.id <= stageMark) continue
    stageMark = move.id
    const to = stageOf(place, move.stageId)
    if (move.kind === 'created' || to === undefined) continue
    if (ownMoves[0] === to) {
      ownMoves.shift()
      continue
    }
    if (to === stage) continue
    if (!mayMove(side, stage, to)) {
      translation.refusedMoves.push({ id: move.id, to })
      continue
    }
    const time = hold(move.at, state, reading)
    if (stage === 'decision' && side === 'partner' && to !== 'rejected')
      translation.facts.push({
        kind: 'accepted',
        id: `${side}:accepted:${String(move.id)}`,
        ...time,
      })
    translation.facts.push({
      kind: 'stage',
      id: `${side}:stage:${String(move.id)}`,
      ...time,
      stage: to,
      by: side,
    })
    stage = to
  }
  translation.ticket = { ...translation.ticket, stage }
  setSide(translation, side, { stageMark, ownMoves })
}

function takeComment(
  translation: Translation,
  reading: SideReading,
  comment: Comment,
  around: Surroundings,
): void {
  const { side } = reading
  const state = sideOf(translation, side)
  if (comment.id <= state.commentMark) return
  setSide(translation, side, { commentMark: comment.id })
  if (isOwn(comment, side, around.own)) return
  const content = side === 'customer' ? readCustomer(comment, around) : readPartner(comment, around)
  if (content === 'nearMiss')
    translation.nearMisses.push({ commentId: comment.id, authorId: comment.authorId })
  if (content === 'internal' || content === 'nearMiss') return
  const author = authorOf(comment, reading, around)
  const id = factIdOf({ side, commentId: comment.id })
  const time = hold(comment.createdAt, state, reading)
  const { asks } = content
  translation.facts.push({ kind: 'message', id, ...time, by: side, author, asks })
  translation.messages.push({
    id: `${translation.ticket.id}:${id}`,
    ticketId: translation.ticket.id,
    ordinal: around.messageCount + translation.messages.length + 1,
    side,
    commentId: comment.id,
    mirrorCommentId: null,
    author,
    text: around.toSafeText(content.text),
    asks,
    at: time.at,
    deliveredAt: null,
    files: comment.files.map((file) => ({ id: file.id, name: file.name })),
  })
}

/** What is kept of an item, to know later what has changed. */
export const seenOf = (item: Item): NonNullable<SideState['seen']> => ({
  title: item.title,
  stageId: item.stageId,
  assignedById: item.assignedById,
  values: item.values,
})

/** Id of the fact that a public message is. */
export const factIdOf = (message: { side: Side; commentId: number }) =>
  `${message.side}:comment:${String(message.commentId)}`

type Content = { text: string; asks: boolean } | 'internal' | 'nearMiss'

/** In the customer's card the comments of authorised persons go to the partner; others' stay. */
function readCustomer(comment: Comment, around: Surroundings): Content {
  const person = around.persons.find((candidate) => candidate.portalUserId === comment.authorId)
  return person?.isAuthorised === true ? { text: comment.text, asks: false } : 'internal'
}

function readPartner(comment: Comment, around: Surroundings): Content {
  const reading = readPublicMark(comment.text, around.publicMark)
  return reading.kind === 'public' ? reading : reading.kind
}

function authorOf(comment: Comment, reading: SideReading, around: Surroundings): string {
  const person =
    reading.side === 'customer'
      ? around.persons.find((candidate) => candidate.portalUserId === comment.authorId)
      : undefined
  return person?.name ?? reading.names.get(comment.authorId) ?? `№ ${String(comment.authorId)}`
}

/** Known by its stored id, or by its words while the portal's answer is still to be stored. */
function isOwn(comment: Comment, side: Side, own: readonly OwnComment[]): boolean {
  return own.some(
    (mine) =>
      mine.side === side &&
      (mine.commentId === comment.id ||
        (mine.commentId === null && sameWords(mine.text, comment.text))),
  )
}

export const sameWords = (a: string, b: string) => words(a) === words(b)
const words = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A record's time, held between the last reading that did not see it and this one. */
function hold(at: Instant, state: SideState, reading: SideReading) {
  const recordedAt = reading.readAt
  // Portals keep whole seconds.
  const lower = state.readAt === null ? -Infinity : Math.floor(state.readAt / 1000) * 1000
  const held = Math.min(Math.max(at, lower), recordedAt)
  return held === at ? { at, recordedAt } : { at: held, recordedAt, held: true as const }
}

const sideOf = (translation: Translation, side: Side) => translation.ticket.sides[side]

function setSide(translation: Translation, side: Side, change: Partial<SideState>): void {
  const { ticket } = translation
  translation.ticket = {
    ...ticket,
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], ...change } },
  }
}
