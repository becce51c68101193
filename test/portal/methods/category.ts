import { type Call, type MethodMap, reply } from '../method.ts'
import { type Category } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type PortalState, nextId } from '../state.ts'
import { type Params, intOf, isYes, mapOf, textOf, yesNo } from '../values.ts'
import {
  fieldInfo,
  missingParam,
  requireCrmAdmin,
  requiredInt,
  requiredType,
} from './crm-access.ts'
import { addDefaultStages } from './stages.ts'

/** A funnel with its five stages. */
export function addCategory(
  portal: PortalState,
  entityTypeId: number,
  given: Pick<Category, 'name' | 'sort' | 'isDefault'>,
): Category {
  const category = { id: nextId(portal, 'category'), entityTypeId, ...given }
  portal.categories.push(category)
  addDefaultStages(portal, category)
  return category
}

const draw = (category: Category): Params => ({
  id: category.id,
  name: category.name,
  sort: category.sort,
  entityTypeId: category.entityTypeId,
  isDefault: yesNo(category.isDefault),
})

/** Read funnels tell where they come from, written ones do not. */
const drawRead = (category: Category): Params => ({
  ...draw(category),
  originId: '',
  originatorId: '',
})

/** Funnels that are switched off answer as a type that has none. */
function typeWithFunnels(call: Call, params: Params) {
  const type = requiredType(call, params)
  if (!type.flags['isCategoriesEnabled']) {
    throw new RestError(
      'ENTITY_TYPE_NOT_SUPPORTED',
      `Entity type ${type.entityTypeId} is not supported`,
    )
  }
  return type
}

const categoriesOf = (call: Call, entityTypeId: number): Category[] =>
  call.portal.categories
    .filter((category) => category.entityTypeId === entityTypeId)
    .sort((left, right) => left.sort - right.sort || left.id - right.id)

function requiredCategory(call: Call, params: Params): Category {
  const type = typeWithFunnels(call, params)
  const id = requiredInt(params, 'id')
  const category = categoriesOf(call, type.entityTypeId).find((one) => one.id === id)
  if (!category) throw new RestError('NOT_FOUND', 'Воронка не найдена')
  return category
}

function makeDefault(call: Call, category: Category): void {
  for (const other of categoriesOf(call, category.entityTypeId)) {
    other.isDefault = other === category
  }
}

function addFunnel(call: Call, params: Params) {
  const type = typeWithFunnels(call, params)
  requireCrmAdmin(call)
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  const name = textOf(fields['name'])
  if (name === '') throw new RestError('0', 'Поле "Название" обязательно')
  const sort = intOf(fields['sort']) ?? 500
  const category = addCategory(call.portal, type.entityTypeId, { name, sort, isDefault: false })
  if (isYes(fields['isDefault'])) makeDefault(call, category)
  return reply({ category: draw(category) })
}

function updateFunnel(call: Call, params: Params) {
  const category = requiredCategory(call, params)
  requireCrmAdmin(call)
  const fields = mapOf(params['fields'])
  if (!fields) throw missingParam('fields')
  if (textOf(fields['name']) !== '') category.name = textOf(fields['name'])
  category.sort = intOf(fields['sort']) ?? category.sort
  if (isYes(fields['isDefault'])) makeDefault(call, category)
  return reply({ category: draw(category) })
}

function deleteFunnel(call: Call, params: Params) {
  const category = requiredCategory(call, params)
  requireCrmAdmin(call)
  const { portal } = call
  if (category.isDefault)
    throw new RestError('REMOVING_DISABLED', 'Воронку по умолчанию нельзя удалить')
  const items = [...(portal.items.get(category.entityTypeId)?.values() ?? [])]
  if (items.some((item) => item.values['categoryId'] === category.id)) {
    throw new RestError('BX_ERROR', 'В воронке есть элементы')
  }
  portal.categories = portal.categories.filter((one) => one !== category)
  portal.statuses = portal.statuses.filter((one) => one.categoryId !== category.id)
  return reply(null)
}

const fields = {
  id: { ...fieldInfo('integer', 'ID', { isReadOnly: true }), upperName: 'ID' },
  name: { ...fieldInfo('string', 'NAME'), upperName: 'NAME' },
  sort: { ...fieldInfo('integer', 'SORT'), upperName: 'SORT' },
  entityTypeId: {
    ...fieldInfo('integer', 'ENTITY_TYPE_ID', { isRequired: true, isReadOnly: true }),
    upperName: 'ENTITY_TYPE_ID',
  },
  isDefault: {
    ...fieldInfo('boolean', 'IS_DEFAULT', { isReadOnly: true }),
    upperName: 'IS_DEFAULT',
  },
  originId: { ...fieldInfo('string', 'ORIGIN_ID'), upperName: 'ORIGIN_ID' },
  originatorId: { ...fieldInfo('string', 'ORIGINATOR_ID'), upperName: 'ORIGINATOR_ID' },
}

const crm = ['crm']

export const categoryMethods: MethodMap = {
  'crm.category.list': {
    scope: crm,
    run(call, params) {
      const type = typeWithFunnels(call, params)
      const categories = categoriesOf(call, type.entityTypeId).map(drawRead)
      return { result: { categories }, total: categories.length }
    },
  },
  'crm.category.add': { scope: crm, run: addFunnel },
  'crm.category.get': {
    scope: crm,
    run: (call, params) => reply({ category: drawRead(requiredCategory(call, params)) }),
  },
  'crm.category.update': { scope: crm, run: updateFunnel },
  'crm.category.delete': { scope: crm, run: deleteFunnel },
  'crm.category.fields': {
    scope: crm,
    run(call, params) {
      typeWithFunnels(call, params)
      return reply({ fields })
    },
  },
}
