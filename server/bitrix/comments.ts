import { z } from 'zod'
import type { Place } from '../../shared/ticket/place.ts'
import type { Instant } from '../../shared/time.ts'
import { type Command, listCommand } from './command.ts'
import { cleanFileName } from '../../shared/ticket/file-name.ts'
import { ownWrite } from './offline-events.ts'
import { bxId, bxInstant, bxInt, bxList, bxText } from './rest-values.ts'

/** A comment of a timeline. */
export type Comment = {
  id: number
  /** null: not on an item of a smart process. */
  entityTypeId: number | null
  entityId: number
  createdAt: Instant
  /** 0 when the portal names nobody. */
  authorId: number
  /** BBCode. */
  text: string
  /** `id` is the one by which disk.file.get knows the file. */
  files: { id: number; name: string; size: number }[]
}

/** What to write; files are sent as base64 without a data: prefix. */
export type NewComment = { text: string; files?: readonly { name: string; base64: string }[] }

const ownerOf = ({ entityTypeId }: Place) => `dynamic_${entityTypeId}`

/** All comments of a card, the oldest first. */
export function listComments(place: Place, itemId: number): Command<Comment[]> {
  return listCommand({
    method: 'crm.timeline.comment.list',
    params: {
      filter: { ENTITY_ID: itemId, ENTITY_TYPE: ownerOf(place) },
      select: ['ID', 'ENTITY_ID', 'ENTITY_TYPE', 'CREATED', 'COMMENT', 'AUTHOR_ID', 'FILES'],
      order: { ID: 'ASC' },
    },
    read: (result) => commentsSchema.parse(result),
  })
}

/** Refused with an empty code when there is no such comment. */
export function getComment(id: number): Command<Comment> {
  return {
    method: 'crm.timeline.comment.get',
    params: { id },
    read: (result) => commentSchema.parse(result),
  }
}

/** @returns the id of the comment; its author is the owner of the token */
export function addComment(place: Place, itemId: number, comment: NewComment): Command<number> {
  return {
    method: 'crm.timeline.comment.add',
    params: {
      fields: { ENTITY_ID: itemId, ENTITY_TYPE: ownerOf(place), ...contentOf(comment) },
      ...ownWrite,
    },
    read: (result) => bxInt.parse(result),
  }
}

/** The text has to be there always; files, where given, take the place of all former ones. */
export function updateComment(id: number, comment: NewComment): Command<null> {
  return {
    method: 'crm.timeline.comment.update',
    params: { id, fields: contentOf(comment), ...ownWrite },
    read: () => null,
  }
}

export function deleteComment(id: number): Command<null> {
  return { method: 'crm.timeline.comment.delete', params: { id, ...ownWrite }, read: () => null }
}

function contentOf({ text, files = [] }: NewComment) {
  return {
    COMMENT: text,
    ...(files.length > 0 && { FILES: files.map(({ name, base64 }) => [name, base64]) }),
  }
}

/** Longest comment that we take. */
const maxText = 100_000

const fileSchema = z
  .object({
    id: bxInt,
    name: bxText,
    size: bxId,
    urlDownload: z.string().optional(),
    urlShow: z.string().optional(),
  })
  .transform((file) => ({
    // The documentation's own examples disagree whether `id` is the disk's; the address is sure.
    id: diskId(file.urlDownload) ?? diskId(file.urlShow) ?? file.id,
    name: cleanFileName(file.name),
    size: file.size ?? 0,
  }))

function diskId(url: string | undefined): number | undefined {
  const id = /\/disk\/(?:downloadFile|showFile)\/(\d+)\//.exec(url ?? '')?.[1]
  return id === undefined ? undefined : Number(id)
}

const commentSchema = z
  .object({
    ID: bxInt,
    ENTITY_ID: bxInt,
    ENTITY_TYPE: z.string(),
    CREATED: bxInstant,
    COMMENT: bxText,
    AUTHOR_ID: bxId,
    FILES: bxList.pipe(z.array(fileSchema)),
  })
  .transform((raw): Comment => ({
    id: raw.ID,
    entityTypeId: entityTypeIdOf(raw.ENTITY_TYPE),
    entityId: raw.ENTITY_ID,
    createdAt: raw.CREATED,
    authorId: raw.AUTHOR_ID ?? 0,
    text: raw.COMMENT.slice(0, maxText),
    files: raw.FILES,
  }))

const commentsSchema = z.array(commentSchema)

function entityTypeIdOf(entityType: string): number | null {
  const id = /^dynamic_(\d+)$/i.exec(entityType)?.[1]
  return id === undefined ? null : Number(id)
}
