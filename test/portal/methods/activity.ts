import { raiseEvent } from '../events.ts'
import { type Call, type MethodMap, actorOf, reply } from '../method.ts'
import { type Activity } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type InstalledApp, nextId } from '../state.ts'
import { type Params, instantOf, intOf, isYes, isoIn, listOf, mapOf, textOf } from '../values.ts'
import { checkLayout } from './activity-layout.ts'
import { missingParam, requiredInt } from './crm-access.ts'
import { requiredOwner, touch } from './owner.ts'

function appOf(call: Call): InstalledApp {
  if (!call.app) throw new RestError('ERROR_WRONG_CONTEXT', 'Application context required')
  return call.app
}

const tell = (call: Call, action: 'ADD' | 'UPDATE', id: number) => {
  const name = `ONCRMACTIVITY${action}`
  raiseEvent(call.world, call.portal, { name, data: { FIELDS: { ID: id } }, ...actorOf(call) })
}

function deadlineOf(call: Call, value: unknown): number | null {
  const at = instantOf(value, call.portal.timeZone)
  if (at === null && textOf(value) !== '') {
    throw new RestError('WRONG_FIELD_VALUE', 'Неверное значение поля deadline')
  }
  return at
}

const emptyFields = (call: Call): Params => ({
  typeId: 'CONFIGURABLE',
  completed: false,
  deadline: null,
  pingOffsets: [],
  isIncomingChannel: false,
  responsibleId: call.user.id,
  badgeCode: '',
  originatorId: null,
  originId: null,
})

const readers: Record<string, (call: Call, value: unknown) => unknown> = {
  completed: (_call, value) => isYes(value),
  deadline: deadlineOf,
  pingOffsets: (_call, value) => listOf(value),
  isIncomingChannel: (_call, value) => isYes(value),
  responsibleId: (call, value) => intOf(value) ?? call.user.id,
  badgeCode: (_call, value) => textOf(value),
  originatorId: (_call, value) => textOf(value) || null,
  originId: (_call, value) => textOf(value) || null,
}

/** Written fields over those that were; a deadline and an incoming channel exclude each other. */
function readFields(call: Call, given: Params, present: Params): Params {
  const fields = { ...present }
  for (const [name, read] of Object.entries(readers)) {
    if (given[name] !== undefined) fields[name] = read(call, given[name])
  }
  if (fields['isIncomingChannel'] === true && fields['deadline'] !== null) {
    const text = 'Incoming activity can not be with deadline'
    throw new RestError('INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE', text)
  }
  return fields
}

function addConfigurable(call: Call, params: Params) {
  const app = appOf(call)
  const ownerTypeId = requiredInt(params, 'ownerTypeId')
  const ownerId = requiredInt(params, 'ownerId')
  const given = mapOf(params['fields'])
  if (!given) throw missingParam('fields')
  const item = call.portal.items.get(ownerTypeId)?.get(ownerId)
  if (!item) throw new RestError('ACCESS_DENIED', 'Доступ запрещен')
  const owner = requiredOwner(call, ownerTypeId, ownerId)
  const activity: Activity = {
    id: nextId(call.portal, 'activity', 11),
    kind: 'configurable',
    clientId: app.clientId,
    ownerTypeId,
    ownerId,
    createdAt: call.now,
    updatedAt: call.now,
    authorId: call.user.id,
    fields: readFields(call, given, emptyFields(call)),
    layout: checkLayout(params['layout']),
  }
  call.portal.activities.set(activity.id, activity)
  touch(call, owner)
  tell(call, 'ADD', activity.id)
  return reply({ activity: { id: activity.id } })
}

function requiredConfigurable(call: Call, params: Params): Activity {
  const app = appOf(call)
  const activity = call.portal.activities.get(requiredInt(params, 'id'))
  if (activity?.kind !== 'configurable') throw new RestError('NOT_FOUND', 'Дело не найдено')
  if (activity.clientId !== app.clientId) {
    throw new RestError('ERROR_WRONG_APPLICATION', 'Дело создано другим приложением')
  }
  return activity
}

function updateConfigurable(call: Call, params: Params) {
  const activity = requiredConfigurable(call, params)
  activity.fields = readFields(call, mapOf(params['fields']) ?? {}, activity.fields)
  activity.updatedAt = call.now
  if (params['layout'] !== undefined) activity.layout = checkLayout(params['layout'])
  tell(call, 'UPDATE', activity.id)
  return reply({ activity: { id: activity.id } })
}

function drawConfigurable(call: Call, activity: Activity): Params {
  const { deadline, ...fields } = activity.fields
  return {
    id: activity.id,
    ownerTypeId: activity.ownerTypeId,
    ownerId: activity.ownerId,
    fields: {
      ...fields,
      deadline: typeof deadline === 'number' ? isoIn(call.portal.timeZone, deadline) : null,
    },
    layout: activity.layout,
  }
}

function addTodo(call: Call, params: Params) {
  const ownerTypeId = requiredInt(params, 'ownerTypeId')
  const ownerId = requiredInt(params, 'ownerId')
  if (params['deadline'] === undefined) throw missingParam('deadline')
  const deadline = instantOf(params['deadline'], call.portal.timeZone)
  if (deadline === null) throw new RestError('WRONG_DATETIME_FORMAT', 'Wrong datetime format')
  const owner = requiredOwner(call, ownerTypeId, ownerId)
  const activity: Activity = {
    id: nextId(call.portal, 'activity', 11),
    kind: 'todo',
    clientId: null,
    ownerTypeId,
    ownerId,
    createdAt: call.now,
    updatedAt: call.now,
    authorId: call.user.id,
    fields: {
      title: textOf(params['title']),
      description: textOf(params['description']),
      deadline,
      responsibleId: intOf(params['responsibleId']) ?? call.user.id,
      colorId: textOf(params['colorId']),
      pingOffsets: listOf(params['pingOffsets']),
    },
    layout: {},
  }
  call.portal.activities.set(activity.id, activity)
  touch(call, owner)
  tell(call, 'ADD', activity.id)
  return reply({ id: activity.id })
}

const crm = ['crm']

export const activityMethods: MethodMap = {
  'crm.activity.configurable.add': { scope: crm, run: addConfigurable },
  'crm.activity.configurable.update': { scope: crm, run: updateConfigurable },
  'crm.activity.configurable.get': {
    scope: crm,
    run: (call, params) =>
      reply({ activity: drawConfigurable(call, requiredConfigurable(call, params)) }),
  },
  'crm.activity.todo.add': { scope: crm, run: addTodo },
}
