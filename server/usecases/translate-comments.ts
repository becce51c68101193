import type { Person } from '../../shared/api/contracts.ts'
import type { Side } from '../../shared/sla/history.ts'
import { readPublicMark } from '../../shared/ticket/public-mark.ts'
import type { Comment } from '../bitrix/comments.ts'
import type { MessageRecord } from '../db/messages-store.ts'
import type { OwnComment } from '../db/own-comments-store.ts'
import type { SideReading } from './read-side.ts'
import { hold, setSide, sideOf, type Translation } from './translation.ts'

export type Surroundings = {
  persons: readonly Person[]
  publicMark: string
  /** Our own comments on this side. */
  own: readonly OwnComment[]
  /** The public messages so far, of both sides. */
  known: readonly MessageRecord[]
  toSafeText: (bbcode: string) => string
  onDeletion: 'restore' | 'close'
  /** Our last write to the item may or may not have taken place. */
  isUnsure: boolean
}

/** Comments of one card; not all of them need to be there. */
export type CommentsReading = Pick<SideReading, 'side' | 'receivedAt' | 'comments' | 'names'>

/**
 * Comments that are new and public become messages, edits of messages are noted; our own comments
 * are recognised, never by their author.
 */
export function takeComments(
  translation: Translation,
  reading: CommentsReading,
  around: Surroundings,
): void {
  const { side } = reading
  for (const comment of reading.comments) {
    const message = around.known.find(
      (known) => known.side === side && known.commentId === comment.id,
    )
    if (message) takeEdit(translation, { message, comment, around })
    else if (!isOwn(comment, side, around.own))
      takeComment(translation, reading, { comment, around })
  }
}

/** All comments of a card: what is missing has been deleted, what comes later is new. */
export function takeAllComments(
  translation: Translation,
  reading: CommentsReading,
  around: Surroundings,
): void {
  takeComments(translation, reading, around)
  const { side, receivedAt } = reading
  const ids = new Set(reading.comments.map((comment) => comment.id))
  const { commentMark, goneUpTo } = sideOf(translation, side)
  setSide(translation, side, { commentMark: Math.max(commentMark, ...ids), readComments: [] })
  for (const message of around.known) {
    const { commentId, deletedAt } = message
    const isMissing = message.side === side && deletedAt === null && !ids.has(commentId)
    if (isMissing && commentId > (goneUpTo ?? 0))
      translation.changedMessages.push({ ...message, deletedAt: receivedAt })
  }
}

function takeComment(
  translation: Translation,
  reading: CommentsReading,
  { comment, around }: { comment: Comment; around: Surroundings },
): void {
  const { side } = reading
  const { commentMark, readComments } = sideOf(translation, side)
  const isNew = comment.id > commentMark && !readComments.includes(comment.id)
  const content = side === 'customer' ? readCustomer(comment, around) : readPartner(comment, around)
  if (content === 'nearMiss') {
    if (isNew) translation.nearMisses.push({ commentId: comment.id, authorId: comment.authorId })
  } else if (content !== 'internal') {
    if (isNew) takeMessage(translation, reading, { comment, around, ...content })
    // Made public by an edit: it counts from the receipt of the edit.
    else if (side === 'partner')
      takeMessage(translation, reading, {
        comment: { ...comment, createdAt: reading.receivedAt },
        around,
        ...content,
      })
  }
}

type Edit = { message: MessageRecord; comment: Comment; around: Surroundings }

/** A public message stays public, even when the edit took the mark away. */
function takeEdit(translation: Translation, { message, comment, around }: Edit): void {
  const reading = readPublicMark(comment.text, around.publicMark)
  const isMarked = message.side === 'partner' && reading.kind === 'public'
  const text = around.toSafeText(isMarked ? reading.text : comment.text)
  const files = comment.files.map(({ id, name }) => ({ id, name }))
  const isRefiled = namesOf(files) !== namesOf(message.files)
  if (isRefiled) translation.refiledMessages.push(message.id)
  if (isRefiled || text !== message.text)
    translation.changedMessages.push({ ...message, text, files })
}

/** Files are compared by name: the ways to read a comment do not agree on their numbers. */
const namesOf = (files: MessageRecord['files']): string =>
  files
    .map((file) => file.name)
    .sort()
    .join('/')

/** Id of the fact that a public message is. */
export const factIdOf = (message: { side: Side; commentId: number }) =>
  `${message.side}:comment:${String(message.commentId)}`

type Public = { comment: Comment; around: Surroundings; text: string; asks: boolean }

function takeMessage(
  translation: Translation,
  reading: CommentsReading,
  { comment, around, text, asks }: Public,
): void {
  const { side } = reading
  const author = authorOf(comment, reading, around)
  const id = factIdOf({ side, commentId: comment.id })
  const time = hold(comment.createdAt, sideOf(translation, side), reading)
  translation.facts.push({ kind: 'message', id, ...time, by: side, author, asks })
  translation.messages.push({
    id: `${translation.ticket.id}:${id}`,
    ticketId: translation.ticket.id,
    ordinal: around.known.length + translation.messages.length + 1,
    side,
    commentId: comment.id,
    mirrorCommentId: null,
    author,
    text: around.toSafeText(text),
    asks,
    at: time.at,
    deliveredAt: null,
    deletedAt: null,
    files: comment.files.map(({ id: fileId, name }) => ({ id: fileId, name })),
    channel: null,
    postId: null,
  })
}

type Content = { text: string; asks: boolean } | 'internal' | 'nearMiss'

/** In the customer's card the comments of authorised persons go to the partner; others' stay. */
function readCustomer(comment: Comment, around: Surroundings): Content {
  return personOf(comment, around)?.isAuthorised === true
    ? { text: comment.text, asks: false }
    : 'internal'
}

function readPartner(comment: Comment, around: Surroundings): Content {
  const reading = readPublicMark(comment.text, around.publicMark)
  return reading.kind === 'public' ? reading : reading.kind
}

function authorOf(comment: Comment, reading: CommentsReading, around: Surroundings): string {
  const person = reading.side === 'customer' ? personOf(comment, around) : undefined
  return person?.name ?? reading.names.get(comment.authorId) ?? `№ ${String(comment.authorId)}`
}

const personOf = (comment: Comment, around: Surroundings): Person | undefined =>
  around.persons.find((person) => person.portalUserId === comment.authorId)

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
