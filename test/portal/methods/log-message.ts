import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { type LogMessage } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, instantOf, intOf, isoIn, mapOf, textOf } from '../values.ts'
import { missingParam, requireRead, requireWrite, requiredInt } from './crm-access.ts'
import { readOwner, requiredOwner, touch } from './owner.ts'

const draw = (call: Call, message: LogMessage): Params => ({
  id: message.id,
  created: isoIn(call.portal.timeZone, message.createdAt),
  authorId: message.authorId,
  title: message.title,
  text: message.text,
  iconCode: message.iconCode,
})

function addMessage(call: Call, params: Params) {
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  for (const name of ['title', 'text', 'iconCode']) {
    if (textOf(fields[name]) === '') throw new RestError('0', `Поле ${name} обязательно`)
  }
  const entityTypeId = intOf(fields['entityTypeId']) ?? 0
  const entityId = intOf(fields['entityId']) ?? 0
  const owner = requiredOwner(call, entityTypeId, entityId)
  const message: LogMessage = {
    id: nextId(call.portal, 'timeline'),
    entityTypeId,
    entityId,
    createdAt: call.now,
    authorId: call.user.id,
    title: textOf(fields['title']),
    text: textOf(fields['text']),
    iconCode: textOf(fields['iconCode']),
  }
  call.portal.logMessages.set(message.id, message)
  touch(call, owner)
  return reply({ logMessage: draw(call, message) })
}

function requiredMessage(call: Call, params: Params): LogMessage {
  const message = call.portal.logMessages.get(requiredInt(params, 'id'))
  if (!message) throw new RestError('NOT_FOUND', 'Запись не найдена')
  requireRead(call, message.entityTypeId)
  return message
}

function listMessages(call: Call, params: Params) {
  const entityTypeId = requiredInt(params, 'entityTypeId')
  const entityId = requiredInt(params, 'entityId')
  readOwner(call, entityTypeId, entityId)
  const rows = [...call.portal.logMessages.values()].filter(
    (message) => message.entityTypeId === entityTypeId && message.entityId === entityId,
  )
  const order = params['order'] ?? { id: 'DESC' }
  const page = listPage(
    rows,
    { order, start: params['start'] },
    {
      column: (name) =>
        name === 'created'
          ? { type: 'time', read: (message) => message.createdAt }
          : {
              type: /id$/i.test(name) ? 'number' : 'text',
              read: (message) => draw(call, message)[name],
            },
      instant: (value) => instantOf(value, call.portal.timeZone),
      onUnknown: () => undefined,
    },
  )
  return listReply(page, (messages) => messages.map((message) => draw(call, message)))
}

const crm = ['crm']

/** Entries that no event tells of: status lines without an echo. */
export const logMessageMethods: MethodMap = {
  'crm.timeline.logmessage.add': { scope: crm, run: addMessage },
  'crm.timeline.logmessage.get': {
    scope: crm,
    run: (call, params) => reply({ logMessage: draw(call, requiredMessage(call, params)) }),
  },
  'crm.timeline.logmessage.list': { scope: crm, run: listMessages },
  'crm.timeline.logmessage.delete': {
    scope: crm,
    run(call, params) {
      const message = requiredMessage(call, params)
      requireWrite(call, message.entityTypeId)
      call.portal.logMessages.delete(message.id)
      return reply(true)
    },
  },
}
