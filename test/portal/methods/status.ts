import { listPage, listReply } from '../list.ts'
import { type Call, type MethodMap, reply } from '../method.ts'
import { type Status } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import { type Params, intOf, mapOf, textOf, yesNo } from '../values.ts'
import { fieldInfo } from './crm-access.ts'
import { stageEntity, stagePrefix } from './stages.ts'

/** The documentation gives these refusals a text only: their code is empty. */
const refuse = (description: string): RestError => new RestError('', description)

function requireAdmin(call: Call): void {
  if (!call.user.isAdmin) throw refuse('Access denied.')
}

const draw = (status: Status): Params => ({
  ID: String(status.id),
  ENTITY_ID: status.entityId,
  STATUS_ID: status.statusId,
  NAME: status.name,
  NAME_INIT: status.nameInit,
  SORT: String(status.sort),
  SYSTEM: yesNo(status.isSystem),
  CATEGORY_ID: status.categoryId === null ? null : String(status.categoryId),
  COLOR: status.color,
  SEMANTICS: status.semantics,
})

const semanticsWord = { S: 'success', F: 'failure' } as const

const drawListed = (status: Status): Params => ({
  ...draw(status),
  EXTRA: {
    SEMANTICS: status.semantics ? semanticsWord[status.semantics] : 'process',
    COLOR: status.color,
  },
})

const numeric = new Set(['ID', 'SORT', 'CATEGORY_ID'])

function listStatuses({ portal }: Call, params: Params) {
  const page = listPage(
    portal.statuses,
    { filter: params['filter'], order: params['order'] ?? { SORT: 'ASC' }, start: params['start'] },
    {
      column: (name) => ({
        type: numeric.has(name) ? 'number' : 'text',
        read: (status) => draw(status)[name],
      }),
      instant: () => null,
      onUnknown: () => undefined,
    },
  )
  return { ...listReply(page, (rows) => rows.map(drawListed)) }
}

function requiredStatus(call: Call, params: Params): Status {
  const id = intOf(params['id'])
  const status = call.portal.statuses.find((one) => one.id === id)
  if (!status) throw refuse('CRM status is not found.')
  return status
}

/** Prefix that the portal puts before codes of this dictionary; empty for plain ones. */
function prefixOf(call: Call, entityId: string): { prefix: string; categoryId: number | null } {
  const category = call.portal.categories.find(
    (one) => stageEntity(one.entityTypeId, one.id) === entityId,
  )
  if (!category && /_STAGE_\d+$/.test(entityId)) throw refuse('Entity type is not found.')
  const prefix = category ? stagePrefix(category.entityTypeId, category.id) : ''
  return { prefix, categoryId: prefix === '' ? null : (category?.id ?? null) }
}

function newStatus(call: Call, fields: Params): Status {
  const entityId = textOf(fields['ENTITY_ID'])
  const given = textOf(fields['STATUS_ID'])
  const name = textOf(fields['NAME'])
  if (entityId === '') throw refuse('The field ENTITY_ID is required.')
  if (given === '') throw refuse('The field STATUS_ID is required.')
  if (name === '') throw refuse('The field NAME is required.')
  const { prefix, categoryId } = prefixOf(call, entityId)
  const semantics = textOf(fields['SEMANTICS'])
  return {
    id: nextId(call.portal, 'status', 501),
    entityId,
    statusId: given.startsWith(prefix) ? given : prefix + given,
    name,
    nameInit: '',
    sort: intOf(fields['SORT']) ?? 10,
    isSystem: false,
    categoryId,
    color: textOf(fields['COLOR']) || '#22B9FF',
    semantics: semantics === 'S' || semantics === 'F' ? semantics : null,
  }
}

function addStatus(call: Call, params: Params) {
  requireAdmin(call)
  const status = newStatus(call, mapOf(params['fields']) ?? {})
  const sisters = call.portal.statuses.filter((one) => one.entityId === status.entityId)
  if (sisters.some((one) => one.statusId === status.statusId)) {
    throw new RestError('ERROR_CORE', 'The specified status ID already exists.')
  }
  if (status.semantics === 'S' && sisters.some((one) => one.semantics === 'S')) {
    throw refuse('A successful stage already exists.')
  }
  call.portal.statuses.push(status)
  return reply(status.id)
}

function updateStatus(call: Call, params: Params) {
  requireAdmin(call)
  const status = requiredStatus(call, params)
  const fields = mapOf(params['fields']) ?? {}
  if (textOf(fields['NAME']) !== '') status.name = textOf(fields['NAME'])
  if (textOf(fields['COLOR']) !== '') status.color = textOf(fields['COLOR'])
  status.sort = intOf(fields['SORT']) ?? status.sort
  return reply(true)
}

const isLastOfItsGroup = (call: Call, status: Status): boolean =>
  call.portal.statuses.filter(
    (one) => one.entityId === status.entityId && one.semantics === status.semantics,
  ).length === 1

function deleteStatus(call: Call, params: Params) {
  requireAdmin(call)
  const status = requiredStatus(call, params)
  const { portal } = call
  const isForced = textOf(mapOf(params['params'])?.['FORCED']) === 'Y'
  if (status.isSystem && !isForced) throw refuse('CRM status is system and cannot be deleted.')
  const items = [...portal.items.values()].flatMap((map) => [...map.values()])
  if (items.some((item) => item.values['stageId'] === status.statusId)) {
    throw refuse('There are items on the stage.')
  }
  if (status.categoryId !== null && isLastOfItsGroup(call, status)) {
    throw refuse('The last stage of its group cannot be deleted.')
  }
  portal.statuses = portal.statuses.filter((one) => one !== status)
  return reply(true)
}

const fields = {
  ID: fieldInfo('integer', 'ID', { isReadOnly: true }),
  ENTITY_ID: fieldInfo('string', 'Тип справочника', { isRequired: true, isImmutable: true }),
  STATUS_ID: fieldInfo('string', 'Статус', { isRequired: true, isImmutable: true }),
  SORT: fieldInfo('integer', 'Сортировка'),
  NAME: fieldInfo('string', 'Название', { isRequired: true }),
  NAME_INIT: fieldInfo('string', 'Название по умолчанию', { isReadOnly: true }),
  SYSTEM: fieldInfo('char', 'Системный', { isReadOnly: true }),
  CATEGORY_ID: fieldInfo('integer', 'CATEGORY_ID', { isImmutable: true }),
  COLOR: fieldInfo('string', 'COLOR'),
  SEMANTICS: fieldInfo('char', 'SEMANTICS', { isImmutable: true }),
  EXTRA: fieldInfo('crm_status_extra', 'Дополнительные поля'),
}

const crm = ['crm']

export const statusMethods: MethodMap = {
  'crm.status.list': { scope: crm, run: listStatuses },
  'crm.status.get': {
    scope: crm,
    run: (call, params) => reply(draw(requiredStatus(call, params))),
  },
  'crm.status.add': { scope: crm, run: addStatus },
  'crm.status.update': { scope: crm, run: updateStatus },
  'crm.status.delete': { scope: crm, run: deleteStatus },
  'crm.status.fields': { scope: crm, run: () => reply(fields) },
  'crm.status.entity.items': {
    scope: crm,
    run({ portal }, params) {
      const rows = portal.statuses.filter((one) => one.entityId === textOf(params['entityId']))
      if (!rows.length) throw refuse('Entity type is not found.')
      rows.sort((left, right) => left.sort - right.sort)
      return reply(
        rows.map(({ name, sort, statusId }) => ({ NAME: name, SORT: sort, STATUS_ID: statusId })),
      )
    },
  },
}
