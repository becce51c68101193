import { raiseEvent } from '../events.ts'
import { type Call, type MethodMap, actorOf, reply } from '../method.ts'
import { type Activity } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, instantOf, intOf, textOf } from '../values.ts'
import { missingParam, requiredInt } from './crm-access.ts'
import { activityOwners, isSameOwner, requiredOwner } from './owner.ts'

function requiredTodo(call: Call, params: Params): Activity {
  const id = requiredInt(params, 'id')
  const ownerTypeId = requiredInt(params, 'ownerTypeId')
  const ownerId = requiredInt(params, 'ownerId')
  requiredOwner(call, ownerTypeId, ownerId)
  const todo = call.portal.activities.get(id)
  if (todo?.kind !== 'todo') throw new RestError('NOT_FOUND', 'Дело не найдено')
  const place = { entityTypeId: ownerTypeId, entityId: ownerId }
  const isThere = activityOwners(todo).some((owner) => isSameOwner(owner, place))
  if (!isThere) throw new RestError('NOT_FOUND', 'Дело не найдено')
  return todo
}

function requiredDeadline(call: Call, value: unknown): number {
  const deadline = instantOf(value, call.portal.timeZone)
  if (deadline === null) throw new RestError('WRONG_DATETIME_FORMAT', 'Wrong datetime format')
  return deadline
}

function save(call: Call, todo: Activity, fields: Params) {
  Object.assign(todo.fields, fields)
  const data = { FIELDS: { ID: todo.id } }
  raiseEvent(call.world, call.portal, { name: 'ONCRMACTIVITYUPDATE', data, ...actorOf(call) })
  return reply({ id: todo.id })
}

function requiredValue(params: Params, name: string): unknown {
  if (params[name] === undefined) throw missingParam(name)
  return params[name]
}

function updateTodo(call: Call, params: Params) {
  const todo = requiredTodo(call, params)
  const deadline = requiredDeadline(call, requiredValue(params, 'deadline'))
  const texts = ['title', 'description', 'colorId'].filter((name) => params[name] !== undefined)
  return save(call, todo, {
    deadline,
    ...Object.fromEntries(texts.map((name) => [name, textOf(params[name])])),
    responsibleId: intOf(params['responsibleId']) ?? todo.fields['responsibleId'],
  })
}

function recolour(call: Call, params: Params) {
  const todo = requiredTodo(call, params)
  const colorId = textOf(requiredValue(params, 'colorId'))
  if (!/^[1-7]$/.test(colorId)) {
    throw new RestError('CAN_NOT_UPDATE_WRONG_COLOR_TODO', 'Wrong color')
  }
  return save(call, todo, { colorId })
}

function handOver(call: Call, params: Params) {
  const todo = requiredTodo(call, params)
  const responsibleId = requiredInt(params, 'responsibleId')
  if (!call.portal.users.some(({ id }) => id === responsibleId)) {
    throw new RestError('INVALID_ARG_VALUE', 'Unknown responsible user')
  }
  return save(call, todo, { responsibleId })
}

const scope = ['crm']

export const todoMethods: MethodMap = {
  'crm.activity.todo.update': { scope, run: updateTodo },
  'crm.activity.todo.updateColor': { scope, run: recolour },
  'crm.activity.todo.updateResponsibleUser': { scope, run: handOver },
  'crm.activity.todo.updateDeadline': {
    scope,
    run(call, params) {
      const todo = requiredTodo(call, params)
      return save(call, todo, { deadline: requiredDeadline(call, requiredValue(params, 'value')) })
    },
  },
  'crm.activity.todo.updateDescription': {
    scope,
    run(call, params) {
      const todo = requiredTodo(call, params)
      return save(call, todo, { description: textOf(requiredValue(params, 'value')) })
    },
  },
}
