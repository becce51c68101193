import { isDeepStrictEqual } from 'node:util'
import { type Call, type MethodMap, reply } from '../method.ts'
import { type Item, type SmartType } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { runStageRobots } from '../robot-run.ts'
import { nextId } from '../state.ts'
import { type Params, isYes, mapOf, startOfDay } from '../values.ts'
import { missingParam, requireRead, requireWrite, requiredInt, requiredType } from './crm-access.ts'
import { itemFields } from './item-fields.ts'
import { listItems } from './item-list.ts'
import { drawItem, itemView } from './item-view.ts'
import {
  defaultCategory,
  readOwnValues,
  readStandardValues,
  rememberStage,
  requireMandatory,
  requiredStage,
  stageSigns,
  tellItem,
} from './item-write.ts'

const weekMs = 7 * 86_400_000

const isOriginal = (params: Params): boolean => isYes(params['useOriginalUfNames'])

function requiredFields(params: Params): Params {
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  return fields
}

function requiredItem(call: Call, type: SmartType, params: Params): Item {
  const item = call.portal.items.get(type.entityTypeId)?.get(requiredInt(params, 'id'))
  if (!item) throw new RestError('NOT_FOUND', 'Элемент не найден')
  return item
}

/** What a new item has before the caller's values. */
function freshValues(call: Call, type: SmartType, id: number): Params {
  const { user, now, portal } = call
  const today = startOfDay(now, portal.timeZone)
  const at = Math.floor(now / 1000) * 1000
  return {
    id,
    title: `${type.title} #${id}`,
    xmlId: null,
    createdTime: at,
    updatedTime: at,
    createdBy: user.id,
    updatedBy: user.id,
    assignedById: user.id,
    opened: true,
    webformId: 0,
    begindate: today,
    closedate: today + weekMs,
    companyId: 0,
    contactId: 0,
    contactIds: [],
    contacts: [],
    observers: [],
    movedTime: at,
    movedBy: user.id,
    previousStageId: '',
    currencyId: 'RUB',
    isManualOpportunity: false,
    opportunity: 0,
    taxValue: 0,
    mycompanyId: 0,
    lastActivityBy: user.id,
    lastActivityTime: at,
    ...(type.id === 0 && builtInStart),
  }
}

/** What elements of the built-in types have besides, until told otherwise. */
const builtInStart = {
  fm: [],
  phone: '',
  email: '',
  hasPhone: false,
  hasEmail: false,
  isRecurring: false,
  isMyCompany: false,
  export: true,
}

/** Makes and stores an item without telling anybody. */
export function createItem(
  call: Call,
  type: SmartType,
  given: { fields: Params; isOriginal: boolean },
): Item {
  const values = readStandardValues(call, type, { fields: given.fields, present: {} })
  const own = readOwnValues(call, type, { ...given, present: {} })
  requireMandatory(call, type, { own, isNew: true })
  const categoryId = Number(values['categoryId'] ?? defaultCategory(call, type))
  const stage = requiredStage(call, type, { categoryId, stageId: values['stageId'] })
  const id = nextId(call.portal, `item${type.entityTypeId}`)
  const fresh = freshValues(call, type, id)
  const named = Object.entries(values).filter(([name, value]) => name !== 'title' || value !== null)
  const item: Item = {
    id,
    entityTypeId: type.entityTypeId,
    values: {
      ...fresh,
      ...Object.fromEntries(named),
      categoryId,
      stageId: stage?.statusId ?? null,
      ...stageSigns(call, type, stage),
    },
    own,
  }
  call.portal.items.get(type.entityTypeId)?.set(id, item)
  return item
}

export function addItem(call: Call, params: Params) {
  const type = requiredType(call, params)
  requireWrite(call, type.entityTypeId)
  const fields = requiredFields(params)
  const item = createItem(call, type, { fields, isOriginal: isOriginal(params) })
  rememberStage(call, item, { isNew: true, isOtherCategory: false, at: call.now })
  tellItem(call, 'ADD', item)
  runStageRobots(call.world, call.portal, item)
  return reply({
    item: drawItem(call, item, itemView(call, type, { isOriginal: isOriginal(params) })),
  })
}

const differing = (now: Params, wanted: Params): Params =>
  Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !isDeepStrictEqual(now[name] ?? null, value)),
  )

/** A move to another funnel without a stage goes to that funnel's first. */
function moveValues(call: Call, type: SmartType, change: { item: Item; values: Params }): Params {
  const { item, values } = change
  const isMoving = 'stageId' in values || 'categoryId' in values
  if (!isMoving) return {}
  const categoryId = Number(values['categoryId'] ?? item.values['categoryId'])
  const isOtherCategory = categoryId !== item.values['categoryId']
  const stageId = values['stageId'] ?? (isOtherCategory ? null : item.values['stageId'])
  const stage = requiredStage(call, type, { categoryId, stageId })
  if (stage?.statusId === item.values['stageId']) return {}
  return {
    categoryId,
    stageId: stage?.statusId ?? null,
    previousStageId: item.values['stageId'],
    movedTime: Math.floor(call.now / 1000) * 1000,
    movedBy: call.user.id,
    ...stageSigns(call, type, stage),
  }
}

/** Changes what differs; nothing different, nothing told. */
export function updateItem(call: Call, params: Params) {
  const type = requiredType(call, params)
  const item = requiredItem(call, type, params)
  requireWrite(call, type.entityTypeId)
  const fields = requiredFields(params)
  const given = { fields, isOriginal: isOriginal(params), present: item.own }
  const wantedOwn = readOwnValues(call, type, given)
  requireMandatory(call, type, { own: wantedOwn, isNew: false })
  const own = differing(item.own, wantedOwn)
  const wanted = readStandardValues(call, type, { fields, present: item.values })
  const moved = moveValues(call, type, { item, values: wanted })
  const values = differing(item.values, { ...wanted, ...moved })
  if (Object.keys(own).length || Object.keys(values).length) {
    const isOtherCategory = 'categoryId' in values
    const at = Math.floor(call.now / 1000) * 1000
    Object.assign(item.own, own)
    Object.assign(item.values, values, { updatedTime: at, updatedBy: call.user.id })
    if ('stageId' in values)
      rememberStage(call, item, { isNew: false, isOtherCategory, at: call.now })
    tellItem(call, 'UPDATE', item)
    if ('stageId' in values) runStageRobots(call.world, call.portal, item)
  }
  return reply({
    item: drawItem(call, item, itemView(call, type, { isOriginal: isOriginal(params) })),
  })
}

function deleteItem(call: Call, params: Params) {
  const type = requiredType(call, params)
  const item = requiredItem(call, type, params)
  requireWrite(call, type.entityTypeId)
  call.portal.items.get(type.entityTypeId)?.delete(item.id)
  tellItem(call, 'DELETE', item)
  return reply([])
}

const crm = ['crm']

export const itemMethods: MethodMap = {
  'crm.item.add': { scope: crm, run: addItem },
  'crm.item.update': { scope: crm, run: updateItem },
  'crm.item.get': {
    scope: crm,
    run(call, params) {
      const type = requiredType(call, params)
      requireRead(call, type.entityTypeId)
      const item = requiredItem(call, type, params)
      return reply({
        item: drawItem(call, item, itemView(call, type, { isOriginal: isOriginal(params) })),
      })
    },
  },
  'crm.item.list': { scope: crm, run: listItems },
  'crm.item.delete': { scope: crm, run: deleteItem },
  'crm.item.fields': { scope: crm, run: itemFields },
}
