import { raiseEvent } from '../events.ts'
import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, actorOf, reply } from '../method.ts'
import { type SmartType } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, instantOf, intOf, isYes, isoIn, mapOf, textOf, yesNo } from '../values.ts'
import { addCategory } from './category.ts'
import { fieldInfo, missingParam, requireCrmAdmin, requiredInt } from './crm-access.ts'
import { readLinkedFields, readRelations, predefinedParents } from './type-relations.ts'

const settable = [
  'isCategoriesEnabled',
  'isStagesEnabled',
  'isBeginCloseDatesEnabled',
  'isClientEnabled',
  'isUseInUserfieldEnabled',
  'isLinkWithProductsEnabled',
  'isMycompanyEnabled',
  'isDocumentsEnabled',
  'isSourceEnabled',
  'isObserversEnabled',
  'isRecyclebinEnabled',
  'isAutomationEnabled',
  'isBizProcEnabled',
  'isSetOpenPermissions',
] as const
const readOnlyFlags = ['isPaymentsEnabled', 'isCountersEnabled'] as const

/** Given identifiers are even and from 1030 on, or one of 128…192. */
const isFreeEntityTypeId = (call: Call, id: number): boolean =>
  ((id >= 1030 && id % 2 === 0) || (id >= 128 && id <= 192)) &&
  !call.portal.types.some((type) => type.entityTypeId === id)

function newEntityTypeId(call: Call, given: unknown): number {
  if (given === undefined || given === null || given === '') {
    let id = 1036 + 2 * call.portal.types.length
    while (!isFreeEntityTypeId(call, id)) id += 2
    return id
  }
  const id = intOf(given)
  if (id === null || !isFreeEntityTypeId(call, id)) {
    throw new RestError('INVALID_ARG_VALUE', 'Invalid value {entityTypeId}')
  }
  return id
}

const drawFlags = (type: SmartType): Params =>
  Object.fromEntries(
    [...settable, ...readOnlyFlags].map((flag) => [flag, yesNo(type.flags[flag] ?? false)]),
  )

const drawType = (call: Call, type: SmartType): Params => ({
  id: type.id,
  title: type.title,
  code: type.code,
  createdBy: type.createdBy,
  entityTypeId: type.entityTypeId,
  customSectionId: null,
  ...drawFlags(type),
  createdTime: isoIn(call.portal.timeZone, type.createdTime),
  updatedTime: isoIn(call.portal.timeZone, type.updatedTime),
  updatedBy: type.updatedBy,
})

const drawRelations = (list: SmartType['relations']['parent']) =>
  list.map((relation) => ({
    entityTypeId: relation.entityTypeId,
    isChildrenListEnabled: yesNo(relation.isChildrenListEnabled),
    isPredefined: yesNo(relation.isPredefined),
  }))

const drawFull = (call: Call, type: SmartType): Params => ({
  ...drawType(call, type),
  relations: {
    parent: drawRelations(type.relations.parent),
    child: drawRelations(type.relations.child),
  },
  linkedUserFields: Object.fromEntries(
    Object.entries(type.linkedUserFields).map(([name, isLinked]) => [name, yesNo(isLinked)]),
  ),
  customSections: [],
})

/** crm.type.add alone answers without `code`. */
function drawAdded(call: Call, type: SmartType): Params {
  return Object.fromEntries(Object.entries(drawFull(call, type)).filter(([key]) => key !== 'code'))
}

function applyFields(type: SmartType, fields: Params): void {
  for (const flag of settable) {
    if (fields[flag] !== undefined) type.flags[flag] = isYes(fields[flag])
  }
  if (fields['title'] !== undefined) type.title = textOf(fields['title'])
  const parents = type.flags['isClientEnabled'] ? predefinedParents : []
  type.relations = readRelations(fields['relations'], type.relations, parents)
  if (type.flags['isUseInUserfieldEnabled']) {
    type.linkedUserFields = readLinkedFields(fields['linkedUserFields'], type.linkedUserFields)
  }
}

function addType(call: Call, params: Params) {
  requireCrmAdmin(call)
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  if (textOf(fields['title']) === '') throw new RestError('0', 'Поле "Название" обязательно')
  const { portal, now, user } = call
  const type: SmartType = {
    id: nextId(portal, 'type'),
    entityTypeId: newEntityTypeId(call, fields['entityTypeId']),
    title: '',
    code: '',
    flags: { isSetOpenPermissions: true },
    relations: { parent: [], child: [] },
    linkedUserFields: readLinkedFields(null, {}),
    createdBy: user.id,
    createdTime: now,
    updatedBy: user.id,
    updatedTime: now,
  }
  applyFields(type, fields)
  portal.types.push(type)
  portal.items.set(type.entityTypeId, new Map())
  addCategory(portal, type.entityTypeId, { name: 'Общее', sort: 500, isDefault: true })
  raiseTypeEvent(call, 'ADD', type)
  return reply({ type: drawAdded(call, type) })
}

const raiseTypeEvent = (call: Call, action: string, type: SmartType) => {
  raiseEvent(call.world, call.portal, {
    name: `ONCRMTYPE${action}`,
    data: { FIELDS: { ID: type.id } },
    ...actorOf(call),
  })
}

function requiredTypeById(call: Call, params: Params): SmartType {
  const id = requiredInt(params, 'id')
  const type = call.portal.types.find((one) => one.id === id)
  if (!type) throw new RestError('0', 'Смарт-процесс не найден')
  return type
}

function deleteType(call: Call, params: Params) {
  requireCrmAdmin(call)
  const type = requiredTypeById(call, params)
  const { portal } = call
  if (portal.items.get(type.entityTypeId)?.size) {
    throw new RestError('BX_ERROR', 'You cannot delete an entity type that has elements')
  }
  portal.types = portal.types.filter((one) => one !== type)
  portal.items.delete(type.entityTypeId)
  portal.categories = portal.categories.filter((one) => one.entityTypeId !== type.entityTypeId)
  const stages = `DYNAMIC_${type.entityTypeId}_STAGE_`
  portal.statuses = portal.statuses.filter((one) => !one.entityId.startsWith(stages))
  portal.fields = portal.fields.filter((field) => field.entityId !== `CRM_${type.id}`)
  raiseTypeEvent(call, 'DELETE', type)
  return reply([])
}

function listTypes(call: Call, params: Params) {
  const { portal } = call
  const names = new Set([
    'id',
    'title',
    'code',
    'entityTypeId',
    'createdBy',
    'createdTime',
    'updatedBy',
    'updatedTime',
    ...settable,
  ])
  const refuse = (name: string, where: string) => {
    throw new RestError('INVALID_ARG_VALUE', `Invalid ${where}: field '${name}' is not allowed`)
  }
  const page = listPage(portal.types, params, {
    column: (name) => {
      if (!names.has(name)) return undefined
      if (name.startsWith('is'))
        return { type: 'flag', read: (type) => yesNo(type.flags[name] ?? false) }
      const kind = /Time$/.test(name)
        ? 'time'
        : /^(id|entityTypeId|.*By)$/.test(name)
          ? 'number'
          : 'text'
      return { type: kind, read: (type) => type[name as keyof SmartType] }
    },
    instant: (value) => instantOf(value, portal.timeZone),
    onUnknown: refuse,
  })
  return listReply(page, (rows) => ({ types: rows.map((type) => drawType(call, type)) }))
}

const upper = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

const fieldTypes: Record<string, Params> = {
  id: fieldInfo('integer', 'ID', { isReadOnly: true }),
  title: fieldInfo('string', 'Название', { isRequired: true }),
  code: fieldInfo('string', 'Символьный код'),
  createdBy: fieldInfo('user', 'Кем создан', { isReadOnly: true }),
  entityTypeId: fieldInfo('integer', 'Идентификатор типа', { isRequired: true, isImmutable: true }),
  customSectionId: fieldInfo('integer', 'Цифровое рабочее место', { isImmutable: true }),
  ...Object.fromEntries(settable.map((flag) => [flag, fieldInfo('boolean', flag)])),
  createdTime: fieldInfo('datetime', 'Когда создан', { isReadOnly: true }),
  updatedTime: fieldInfo('datetime', 'Когда изменен', { isReadOnly: true }),
  updatedBy: fieldInfo('user', 'Кем изменен', { isReadOnly: true }),
}

const crm = ['crm']

export const typeMethods: MethodMap = {
  'crm.type.add': { scope: crm, run: addType },
  'crm.type.get': {
    scope: crm,
    run: (call, params) => reply({ type: drawFull(call, requiredTypeById(call, params)) }),
  },
  'crm.type.getByEntityTypeId': {
    scope: crm,
    run(call, params) {
      const id = requiredInt(params, 'entityTypeId')
      const type = call.portal.types.find((one) => one.entityTypeId === id)
      if (!type) throw new RestError('0', 'Смарт-процесс не найден')
      return reply({ type: drawFull(call, type) })
    },
  },
  'crm.type.list': { scope: crm, run: listTypes },
  'crm.type.update': {
    scope: crm,
    run(call, params) {
      requireCrmAdmin(call)
      const type = requiredTypeById(call, params)
      applyFields(type, mapOf(params['fields']) ?? {})
      Object.assign(type, { updatedBy: call.user.id, updatedTime: call.now })
      raiseTypeEvent(call, 'UPDATE', type)
      return reply({ type: drawFull(call, type) })
    },
  },
  'crm.type.delete': { scope: crm, run: deleteType },
  'crm.type.fields': {
    scope: crm,
    run: () =>
      reply({
        fields: Object.fromEntries(
          Object.entries(fieldTypes).map(([name, info]) => [
            name,
            { ...info, upperName: upper(name) },
          ]),
        ),
      }),
  },
}
