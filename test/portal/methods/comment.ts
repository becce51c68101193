import { raiseCommentEvent } from '../events.ts'
import { storeFile, uploadOf } from '../files.ts'
import { type Column, listPage, listReply, selection } from '../list.ts'
import { type Call, type MethodMap, actorOf, reply } from '../method.ts'
import { type Comment } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, instantOf, intOf, listOf, mapOf, textOf } from '../values.ts'
import { commentFields, drawComment } from './comment-view.ts'
import { canRead, missingParam, requiredInt } from './crm-access.ts'
import { commentOwners, entityTypeIdOf, entityTypeName, requiredOwner, touch } from './owner.ts'

function storeAll(call: Call, files: unknown): number[] {
  return listOf(files).flatMap((one) => {
    const upload = uploadOf(one)
    if (!upload) return []
    return [storeFile(call.portal, upload, { userId: call.user.id, at: call.now }).id]
  })
}

function requiredFields(params: Params): Params {
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  return fields
}

function requiredText(fields: Params): string {
  const text = textOf(fields['COMMENT'])
  if (text.trim() === '') throw new RestError('INVALID_ARG_VALUE', 'Пустой комментарий')
  return text
}

/** AUTHOR_ID is writable by `comment.fields`, absent from the page of `add` (doubt 5). */
function authorOf(call: Call, fields: Params): number {
  const given = intOf(fields['AUTHOR_ID'])
  const isKnown = call.portal.users.some(({ id }) => id === given)
  return call.user.isAdmin && given !== null && isKnown ? given : call.user.id
}

const tell = (call: Call, action: 'Add' | 'Update' | 'Delete', id: number) => {
  raiseCommentEvent(call.world, call.portal, { action, id, ...actorOf(call) })
}

function addComment(call: Call, params: Params) {
  const fields = requiredFields(params)
  const entityType = textOf(fields['ENTITY_TYPE']).toLowerCase()
  const entityId = intOf(fields['ENTITY_ID']) ?? 0
  const entityTypeId = entityTypeIdOf(entityType)
  const owner = requiredOwner(call, entityTypeId, entityId)
  const comment: Comment = {
    id: nextId(call.portal, 'timeline'),
    entityTypeId,
    entityType,
    entityId,
    createdAt: call.now,
    authorId: authorOf(call, fields),
    text: requiredText(fields),
    fileIds: storeAll(call, fields['FILES']),
  }
  call.portal.comments.set(comment.id, comment)
  touch(call, owner)
  tell(call, 'Add', comment.id)
  return reply(comment.id)
}

function requiredComment(call: Call, params: Params): Comment {
  const comment = call.portal.comments.get(requiredInt(params, 'id'))
  if (!comment) throw new RestError('NOT_FOUND', 'Комментарий не найден')
  requiredOwner(call, comment.entityTypeId, comment.entityId)
  return comment
}

/** Files given = all former files go; the text has to be repeated. */
function updateComment(call: Call, params: Params) {
  const comment = requiredComment(call, params)
  if (comment.authorId !== call.user.id && !call.user.isAdmin) {
    throw new RestError('ACCESS_DENIED', 'Доступ запрещен')
  }
  const fields = requiredFields(params)
  comment.text = requiredText(fields)
  if (fields['FILES'] !== undefined) comment.fileIds = storeAll(call, fields['FILES'])
  tell(call, 'Update', comment.id)
  return reply(comment.id)
}

function deleteComment(call: Call, params: Params) {
  const comment = requiredComment(call, params)
  if (comment.authorId !== call.user.id && !call.user.isAdmin) {
    throw new RestError('ACCESS_DENIED', 'Доступ запрещен')
  }
  call.portal.comments.delete(comment.id)
  tell(call, 'Delete', comment.id)
  return reply(null)
}

/** `get` and `list` name their refusals by text only. */
const refuse = (description: string): RestError => new RestError('', description)

function getComment(call: Call, params: Params) {
  const comment = call.portal.comments.get(intOf(params['id']) ?? 0)
  if (!comment) throw refuse('Not found.')
  if (!canRead(call, comment.entityTypeId)) throw refuse('Access denied.')
  return reply(drawComment(call, comment))
}

/** A comment that is bound to several elements is in the list of each. */
const seenBy = (comment: Comment): Comment[] =>
  comment.moreOwners?.length
    ? commentOwners(comment).map((owner) => {
        const entityType = entityTypeName(owner.entityTypeId)
        return { ...comment, ...owner, entityType }
      })
    : [comment]

const columns: Record<string, Column<Comment>> = {
  ID: { type: 'number', read: ({ id }) => id },
  CREATED: { type: 'time', read: ({ createdAt }) => createdAt },
  ENTITY_ID: { type: 'number', read: ({ entityId }) => entityId },
  ENTITY_TYPE: { type: 'text', read: ({ entityType }) => entityType },
  AUTHOR_ID: { type: 'number', read: ({ authorId }) => authorId },
  COMMENT: { type: 'text', read: ({ text }) => text },
}

function listComments(call: Call, params: Params) {
  const filter = mapOf(params['filter']) ?? {}
  const isComplete = ['ENTITY_ID', 'ENTITY_TYPE'].every((name) =>
    Object.keys(filter).some((key) => key.replace(/^\W+/, '') === name),
  )
  if (!isComplete) throw refuse('Filter by ENTITY_ID and ENTITY_TYPE is required.')
  const entityTypeId = entityTypeIdOf(textOf(filter['ENTITY_TYPE'] ?? filter['=ENTITY_TYPE']))
  if (!canRead(call, entityTypeId)) throw refuse('Access denied.')
  const page = listPage(
    [...call.portal.comments.values()].flatMap(seenBy),
    { filter, order: params['order'], start: params['start'] },
    {
      column: (name) => columns[name],
      instant: (value) => instantOf(value, call.portal.timeZone),
      onUnknown: () => undefined,
    },
  )
  const select = selection(params['select'])
  return listReply(page, (rows) =>
    rows.map((comment) =>
      Object.fromEntries(
        Object.entries(drawComment(call, comment)).filter(([key]) => select?.includes(key) ?? true),
      ),
    ),
  )
}

const crm = ['crm']

export const commentMethods: MethodMap = {
  'crm.timeline.comment.add': { scope: crm, run: addComment },
  'crm.timeline.comment.get': { scope: crm, run: getComment },
  'crm.timeline.comment.list': { scope: crm, run: listComments },
  'crm.timeline.comment.update': { scope: crm, run: updateComment },
  'crm.timeline.comment.delete': { scope: crm, run: deleteComment },
  'crm.timeline.comment.fields': { scope: crm, run: () => reply(commentFields) },
}
