import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { shelf } from '../state.ts'
import { type Params, isoIn, textOf } from '../values.ts'
import { missingParam, requiredInt } from './crm-access.ts'
import { readOwner, requiredOwner } from './owner.ts'

const ofHistory = 1

/** The timeline's entry (1) or activity (2) that a note or a pin hangs on. */
function hasItem(call: Call, itemType: number, itemId: number): boolean {
  const { comments, logMessages, activities } = call.portal
  return itemType === ofHistory
    ? comments.has(itemId) || logMessages.has(itemId)
    : activities.has(itemId)
}

function noteKey(call: Call, params: Params): string {
  const [ownerTypeId, ownerId, itemType, itemId] = [
    'ownerTypeId',
    'ownerId',
    'itemType',
    'itemId',
  ].map((name) => requiredInt(params, name)) as [number, number, number, number]
  const isThere = call.portal.items.get(ownerTypeId)?.has(ownerId) ?? false
  if (!isThere || !hasItem(call, itemType, itemId)) {
    throw new RestError('NOT_FOUND', 'Запись не найдена')
  }
  readOwner(call, ownerTypeId, ownerId)
  return `${itemType}:${itemId}`
}

function saveNote(call: Call, params: Params) {
  const key = noteKey(call, params)
  if (textOf(params['text']) === '') throw missingParam('text')
  const notes = shelf(call.portal, 'note')
  const at = isoIn(call.portal.timeZone, call.now)
  const first = notes.get(key) ?? { createdById: call.user.id, createdTime: at }
  notes.set(key, {
    text: textOf(params['text']),
    createdById: first['createdById'],
    createdTime: first['createdTime'],
    updatedById: call.user.id,
    updatedTime: at,
  })
  return reply(true)
}

function requiredNote(call: Call, params: Params): { key: string; note: Params } {
  const key = noteKey(call, params)
  const note = shelf(call.portal, 'note').get(key)
  if (!note) throw new RestError('NOT_FOUND', 'Заметка не найдена')
  return { key, note }
}

function setPin(call: Call, params: Params, isPinned: boolean) {
  const id = requiredInt(params, 'id')
  requiredOwner(call, requiredInt(params, 'ownerTypeId'), requiredInt(params, 'ownerId'))
  if (!hasItem(call, ofHistory, id)) throw new RestError('NOT_FOUND', 'Запись не найдена')
  const pins = shelf(call.portal, 'pin')
  if (isPinned) pins.set(String(id), {})
  else pins.delete(String(id))
  return reply(null)
}

const scope = ['crm']

export const timelineNoteMethods: MethodMap = {
  'crm.timeline.note.save': { scope, run: saveNote },
  'crm.timeline.note.get': { scope, run: (call, params) => reply(requiredNote(call, params).note) },
  'crm.timeline.note.delete': {
    scope,
    run(call, params) {
      shelf(call.portal, 'note').delete(requiredNote(call, params).key)
      return reply(true)
    },
  },
  'crm.timeline.item.pin': { scope, run: (call, params) => setPin(call, params, true) },
  'crm.timeline.item.unpin': { scope, run: (call, params) => setPin(call, params, false) },
}
