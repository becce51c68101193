import { type Call, type MethodMap, reply } from '../method.ts'
import { type Binding, type Comment } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, intOf, mapOf, textOf } from '../values.ts'
import { canRead, fieldInfo } from './crm-access.ts'
import { commentOwners, entityTypeIdOf, entityTypeName, isSameOwner } from './owner.ts'

/** The documentation gives these refusals a text only: their code is empty. */
const refuse = (description: string): RestError => new RestError('', description)

function requiredComment(call: Call, ownerId: unknown): Comment {
  const comment = call.portal.comments.get(intOf(ownerId) ?? 0)
  if (!comment) throw refuse('Timeline record is not found.')
  if (!canRead(call, comment.entityTypeId)) throw refuse('Access denied.')
  return comment
}

/** The comment and the element that a call is about. */
function readLink(call: Call, params: Params): { comment: Comment; place: Binding } {
  const fields = mapOf(params['fields']) ?? {}
  for (const name of ['OWNER_ID', 'ENTITY_ID', 'ENTITY_TYPE']) {
    if (textOf(fields[name]) === '') throw refuse(`The field ${name} is required.`)
  }
  const comment = requiredComment(call, fields['OWNER_ID'])
  const entityTypeId = entityTypeIdOf(textOf(fields['ENTITY_TYPE']))
  const place = { entityTypeId, entityId: intOf(fields['ENTITY_ID']) ?? 0 }
  if (!call.portal.items.get(entityTypeId)?.has(place.entityId)) {
    throw refuse('Element is not found.')
  }
  return { comment, place }
}

function bind(call: Call, params: Params) {
  const { comment, place } = readLink(call, params)
  if (commentOwners(comment).some((owner) => isSameOwner(owner, place))) {
    throw refuse('The record is bound to this element already.')
  }
  comment.moreOwners = [...(comment.moreOwners ?? []), place]
  return reply(true)
}

/** The last binding stays: a record belongs somewhere. */
function unbind(call: Call, params: Params) {
  const { comment, place } = readLink(call, params)
  const owners = commentOwners(comment)
  const left = owners.filter((owner) => !isSameOwner(owner, place))
  if (left.length === owners.length) throw refuse('Binding is not found.')
  const [first, ...rest] = left
  if (!first) throw refuse('The last binding cannot be removed.')
  const entityType = entityTypeName(first.entityTypeId)
  Object.assign(comment, first, { entityType, moreOwners: rest })
  return reply(true)
}

function listBindings(call: Call, params: Params) {
  const filter = mapOf(params['filter']) ?? {}
  const given = filter['OWNER_ID'] ?? filter['=OWNER_ID']
  if (given === undefined) throw refuse('Filter by OWNER_ID is required.')
  const comment = requiredComment(call, given)
  const rows = commentOwners(comment).map(({ entityTypeId, entityId }) => ({
    OWNER_ID: String(comment.id),
    ENTITY_ID: String(entityId),
    ENTITY_TYPE: entityTypeName(entityTypeId),
  }))
  return { result: rows, total: rows.length }
}

const needed = { isRequired: true, isImmutable: true }

const fields = {
  OWNER_ID: fieldInfo('integer', 'ID записи таймлайна', needed),
  ENTITY_ID: fieldInfo('integer', 'ID элемента', needed),
  ENTITY_TYPE: fieldInfo('string', 'Тип элемента', needed),
}

const scope = ['crm']

/** A comment may be shown in the timelines of several elements. */
export const timelineBindingMethods: MethodMap = {
  'crm.timeline.bindings.bind': { scope, run: bind },
  'crm.timeline.bindings.unbind': { scope, run: unbind },
  'crm.timeline.bindings.list': { scope, run: listBindings },
  'crm.timeline.bindings.fields': { scope, run: () => reply(fields) },
}
