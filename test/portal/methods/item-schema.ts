import { type Call } from '../method.ts'
import { type SmartType, type UserField } from '../records.ts'

export type FieldKind =
  'integer' | 'double' | 'string' | 'text' | 'boolean' | 'datetime' | 'date' | 'ids'

export type StandardField = {
  name: string
  upper: string
  kind: FieldKind
  /** Type as crm.item.fields calls it. */
  type: string
  title: string
  isReadOnly?: true
  isMultiple?: true
  /** Flag of the smart process without which the field is null. */
  feature?: string
  settings?: Record<string, unknown>
}

const field = (name: string, kind: FieldKind, type: string, title: string): StandardField => ({
  name,
  upper: name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
  kind,
  type,
  title,
})

const readOnly = (one: StandardField): StandardField => ({ ...one, isReadOnly: true })
const onlyWith = (feature: string, ...fields: StandardField[]): StandardField[] =>
  fields.map((one) => ({ ...one, feature }))
const many = (one: StandardField): StandardField => ({ ...one, isMultiple: true })

/** Fields of a smart process's item, in the documented order. */
export const standardFields: StandardField[] = [
  readOnly(field('id', 'integer', 'integer', 'ID')),
  field('title', 'string', 'string', 'Название'),
  field('xmlId', 'string', 'string', 'Внешний код'),
  readOnly(field('createdTime', 'datetime', 'datetime', 'Когда создан')),
  readOnly(field('updatedTime', 'datetime', 'datetime', 'Когда обновлён')),
  readOnly(field('createdBy', 'integer', 'user', 'Кем создан')),
  readOnly(field('updatedBy', 'integer', 'user', 'Кем обновлён')),
  field('assignedById', 'integer', 'user', 'Ответственный'),
  field('opened', 'boolean', 'boolean', 'Доступен для всех'),
  field('webformId', 'integer', 'integer', 'Создано CRM-формой'),
  ...onlyWith(
    'isBeginCloseDatesEnabled',
    field('begindate', 'date', 'date', 'Дата начала'),
    field('closedate', 'date', 'date', 'Дата завершения'),
  ),
  ...onlyWith(
    'isClientEnabled',
    {
      ...field('companyId', 'integer', 'crm_company', 'Компания'),
      settings: { parentEntityTypeId: 4 },
    },
    field('contactId', 'integer', 'crm_contact', 'Контакт'),
    many(field('contactIds', 'ids', 'crm_contact', 'CONTACT_IDS')),
    many(field('contacts', 'ids', 'crm_contact', 'CONTACTS')),
  ),
  ...onlyWith('isObserversEnabled', many(field('observers', 'ids', 'user', 'Наблюдатели'))),
  field('categoryId', 'integer', 'crm_category', 'Воронка'),
  ...onlyWith(
    'isStagesEnabled',
    readOnly(field('movedTime', 'datetime', 'datetime', 'Время перемещения')),
    readOnly(field('movedBy', 'integer', 'user', 'Кто переместил')),
    field('stageId', 'string', 'crm_status', 'Стадия'),
    readOnly(field('previousStageId', 'string', 'crm_status', 'Предыдущая стадия')),
  ),
  ...onlyWith(
    'isSourceEnabled',
    field('sourceId', 'string', 'crm_status', 'Источник'),
    field('sourceDescription', 'text', 'text', 'Дополнительно об источнике'),
  ),
  ...onlyWith(
    'isLinkWithProductsEnabled',
    field('currencyId', 'string', 'crm_currency', 'Валюта'),
    field('isManualOpportunity', 'boolean', 'boolean', 'Режим расчёта суммы'),
    field('opportunity', 'double', 'double', 'Сумма'),
    field('taxValue', 'double', 'double', 'Сумма налога'),
  ),
  ...onlyWith(
    'isMycompanyEnabled',
    field('mycompanyId', 'integer', 'crm_company', 'Реквизиты вашей компании'),
  ),
  readOnly(field('lastActivityBy', 'integer', 'user', 'Автор последней активности')),
  readOnly(field('lastActivityTime', 'datetime', 'datetime', 'Последняя активность')),
]

const byName = new Map(standardFields.map((one) => [one.name, one]))
export const standardField = (name: string): StandardField | undefined => byName.get(name)

export const hasFeature = (type: SmartType, { feature }: StandardField): boolean =>
  feature === undefined || (type.flags[feature] ?? false)

const camel = (text: string): string =>
  text.toLowerCase().replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase())

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
  call.portal.fields.filter(({ entityId }) => entityId === `CRM_${type.id}`)
