import { type Call, type MethodMap, reply } from '../method.ts'
import { type Activity, type Binding } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params } from '../values.ts'
import { accessDenied, requireRead, requireWrite, requiredInt } from './crm-access.ts'
import { activityOwners, isSameOwner, requiredOwner } from './owner.ts'

function requiredActivity(call: Call, params: Params): Activity {
  const activity = call.portal.activities.get(requiredInt(params, 'activityId'))
  if (!activity) throw new RestError('NOT_FOUND', 'Дело не найдено')
  requireWrite(call, activity.ownerTypeId)
  return activity
}

function readPlace(call: Call, params: Params, names: [type: string, id: string]): Binding {
  const place = {
    entityTypeId: requiredInt(params, names[0]),
    entityId: requiredInt(params, names[1]),
  }
  requiredOwner(call, place.entityTypeId, place.entityId)
  return place
}

const isBound = (activity: Activity, place: Binding): boolean =>
  activityOwners(activity).some((owner) => isSameOwner(owner, place))

function requireFree(activity: Activity, place: Binding): void {
  if (isBound(activity, place)) {
    throw new RestError('ACTIVITY_IS_ALREADY_BOUND', 'Дело уже привязано к этому элементу')
  }
}

function requireBound(activity: Activity, place: Binding): void {
  if (!isBound(activity, place)) {
    throw new RestError('BINDING_NOT_FOUND', 'Дело не привязано к этому элементу')
  }
}

function setOwners(activity: Activity, owners: Binding[]): void {
  const [first, ...moreOwners] = owners
  if (!first) return
  const owner = { ownerTypeId: first.entityTypeId, ownerId: first.entityId }
  Object.assign(activity, owner, { moreOwners })
}

const placeNames: [string, string] = ['entityTypeId', 'entityId']

function add(call: Call, params: Params) {
  const activity = requiredActivity(call, params)
  const place = readPlace(call, params, placeNames)
  requireFree(activity, place)
  setOwners(activity, [...activityOwners(activity), place])
  return reply(true)
}

function remove(call: Call, params: Params) {
  const activity = requiredActivity(call, params)
  const place = readPlace(call, params, placeNames)
  requireBound(activity, place)
  const rest = activityOwners(activity).filter((owner) => !isSameOwner(owner, place))
  if (!rest.length) {
    throw new RestError('LAST_BINDING_CANNOT_BE_DELETED', 'Последнюю привязку удалить нельзя')
  }
  setOwners(activity, rest)
  return reply(true)
}

/** Only among elements of one type. */
function move(call: Call, params: Params) {
  const activity = requiredActivity(call, params)
  const source = readPlace(call, params, ['sourceEntityTypeId', 'sourceEntityId'])
  const target = readPlace(call, params, ['targetEntityTypeId', 'targetEntityId'])
  if (source.entityTypeId !== target.entityTypeId) {
    const code = 'SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR'
    throw new RestError(code, 'Source and target entity types are not equal')
  }
  if (source.entityId === target.entityId) {
    const code = 'SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR'
    throw new RestError(code, 'Source and target entity ids are equal')
  }
  requireFree(activity, target)
  requireBound(activity, source)
  setOwners(
    activity,
    activityOwners(activity).map((owner) => (isSameOwner(owner, source) ? target : owner)),
  )
  return reply(true)
}

/** Whether there is no such activity or no right to it, the answer is the same. */
function list(call: Call, params: Params) {
  const activity = call.portal.activities.get(requiredInt(params, 'activityId'))
  if (!activity) throw accessDenied()
  requireRead(call, activity.ownerTypeId)
  return reply(activityOwners(activity))
}

const scope = ['crm']

/** An activity may be shown in the timelines of several elements. */
export const activityBindingMethods: MethodMap = {
  'crm.activity.binding.add': { scope, run: add },
  'crm.activity.binding.delete': { scope, run: remove },
  'crm.activity.binding.list': { scope, run: list },
  'crm.activity.binding.move': { scope, run: move },
}
