import { type Call } from '../method.ts'
import { type SmartType, type UserField } from '../records.ts'
import { builtInFields } from './built-in-fields.ts'
import { builtInType, fieldEntity } from './built-in-types.ts'
import {
  type StandardField,
  company,
  contact,
  contactIds,
  day,
  field,
  flag,
  lastActivity,
  made,
  many,
  money,
  moved,
  observers,
  onlyWith,
  parentField,
  readOnly,
  source,
  stage,
  status,
  sum,
  text,
  user,
} from './item-field.ts'

/** Fields of a smart process's item, in the documented order. */
const smartFields: StandardField[] = [
  readOnly(field('id', 'integer', 'integer', 'ID')),
  text('title', 'Название'),
  text('xmlId', 'Внешний код'),
  ...made,
  user('assignedById', 'Ответственный'),
  flag('opened', 'Доступен для всех'),
  field('webformId', 'integer', 'integer', 'Создано CRM-формой'),
  ...onlyWith(
    'isBeginCloseDatesEnabled',
    day('begindate', 'Дата начала'),
    day('closedate', 'Дата завершения'),
  ),
  ...onlyWith(
    'isClientEnabled',
    company,
    contact,
    contactIds,
    many(field('contacts', 'ids', 'crm_contact', 'CONTACTS')),
  ),
  ...onlyWith('isObserversEnabled', observers),
  field('categoryId', 'integer', 'crm_category', 'Воронка'),
  ...onlyWith(
    'isStagesEnabled',
    ...moved,
    stage,
    readOnly(status('previousStageId', 'Предыдущая стадия')),
  ),
  ...onlyWith('isSourceEnabled', ...source),
  ...onlyWith('isLinkWithProductsEnabled', ...money, sum('taxValue', 'Сумма налога')),
  ...onlyWith(
    'isMycompanyEnabled',
    field('mycompanyId', 'integer', 'crm_company', 'Реквизиты вашей компании'),
  ),
  ...lastActivity,
]

type Schema = {
  fields: readonly StandardField[]
  find(name: string): StandardField | undefined
}

const mapOfFields = (fields: readonly StandardField[]) =>
  new Map(fields.map((one) => [one.name, one]))

const smartByName = mapOfFields(smartFields)
const builtInByName = new Map(
  Object.entries(builtInFields).map(([id, fields]) => [Number(id), mapOfFields(fields)]),
)

/** Clients are bound by fields of their own. */
const clientTypes = [3, 4]

/** Types whose elements may be parents of the type's: bound from either side. */
function parentsOf(call: Call, type: SmartType): number[] {
  const own = type.relations.parent
    .map(({ entityTypeId }) => entityTypeId)
    .filter((id) => !clientTypes.includes(id))
  const others = call.portal.types
    .filter(({ relations }) =>
      relations.child.some(({ entityTypeId }) => entityTypeId === type.entityTypeId),
    )
    .map(({ entityTypeId }) => entityTypeId)
  return [...new Set([...own, ...others])]
}

const titleOf = (call: Call, entityTypeId: number): string =>
  call.portal.types.find((one) => one.entityTypeId === entityTypeId)?.title ??
  builtInType(entityTypeId)?.title ??
  ''

/** What the portal gives to items of the type, links to parents among them. */
export function schemaOf(call: Call, type: SmartType): Schema {
  const { entityTypeId } = type
  const fields = builtInFields[entityTypeId] ?? smartFields
  const byName = builtInByName.get(entityTypeId) ?? smartByName
  const parents = parentsOf(call, type).map((id) => parentField(id, titleOf(call, id)))
  if (!parents.length) return { fields, find: (name) => byName.get(name) }
  return {
    fields: [...fields, ...parents],
    find: (name) => byName.get(name) ?? parents.find((one) => one.name === name),
  }
}

export const hasFeature = (type: SmartType, { feature }: StandardField): boolean =>
  feature === undefined || (type.flags[feature] ?? false)

const camel = (name: string): string =>
  name.toLowerCase().replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase())

const camelNames = new Map<string, string>()

/**
 * `UF_CRM_44_1721812760630` is `ufCrm44_1721812760630`; letters join without underscore
 * (`UF_CRM_2_MY_CODE`, `ufCrm2MyCode`), which is an assumption (doubt 11).
 */
export function camelFieldName(fieldName: string): string {
  const known = camelNames.get(fieldName)
  if (known !== undefined) return known
  const [, type = '', rest = ''] = /^UF_CRM_(\d+)_(.+)$/.exec(fieldName) ?? []
  const name = rest === '' ? camel(fieldName) : `ufCrm${type}${camel(`_${rest}`)}`
  camelNames.set(fieldName, name)
  return name
}

export const wireName = (field: UserField, isOriginal: boolean): string =>
  isOriginal ? field.fieldName : camelFieldName(field.fieldName)

export const ownFields = (call: Call, type: SmartType): UserField[] =>
  call.portal.fields.filter(({ entityId }) => entityId === fieldEntity(type))
