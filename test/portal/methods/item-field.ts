export type FieldKind =
  'integer' | 'double' | 'string' | 'text' | 'boolean' | 'datetime' | 'date' | 'ids' | 'channels'

/** A field that the portal itself gives to items of a type. */
export type StandardField = {
  name: string
  upper: string
  kind: FieldKind
  /** Type as crm.item.fields calls it. */
  type: string
  title: string
  isReadOnly?: true
  isMultiple?: true
  /** Flag of the type without which the field is null. */
  feature?: string
  settings?: Record<string, unknown>
}

const upperName = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replace(/([a-z])(\d+)$/, '$1_$2')
    .toUpperCase()

export const field = (
  name: string,
  kind: FieldKind,
  type: string,
  title: string,
): StandardField => ({ name, upper: upperName(name), kind, type, title })

export const text = (name: string, title: string): StandardField =>
  field(name, 'string', 'string', title)
export const user = (name: string, title: string): StandardField =>
  field(name, 'integer', 'user', title)
export const moment = (name: string, title: string): StandardField =>
  field(name, 'datetime', 'datetime', title)
export const day = (name: string, title: string): StandardField =>
  field(name, 'date', 'date', title)
export const flag = (name: string, title: string): StandardField =>
  field(name, 'boolean', 'boolean', title)
export const sum = (name: string, title: string): StandardField =>
  field(name, 'double', 'double', title)
export const status = (name: string, title: string): StandardField =>
  field(name, 'string', 'crm_status', title)

export const readOnly = (one: StandardField): StandardField => ({ ...one, isReadOnly: true })
export const many = (one: StandardField): StandardField => ({ ...one, isMultiple: true })
export const onlyWith = (feature: string, ...fields: StandardField[]): StandardField[] =>
  fields.map((one) => ({ ...one, feature }))

/** A link to the parent element of that type. */
export const parentField = (entityTypeId: number, title: string): StandardField => ({
  ...field(`parentId${entityTypeId}`, 'integer', 'crm_entity', title),
  settings: { parentEntityTypeId: entityTypeId },
})

export const company: StandardField = {
  ...field('companyId', 'integer', 'crm_company', 'Компания'),
  settings: { parentEntityTypeId: 4 },
}
export const contact = field('contactId', 'integer', 'crm_contact', 'Контакт')
export const contactIds = many(field('contactIds', 'ids', 'crm_contact', 'CONTACT_IDS'))
export const observers = many(field('observers', 'ids', 'user', 'Наблюдатели'))
export const stage = status('stageId', 'Стадия')
export const source = [
  status('sourceId', 'Источник'),
  field('sourceDescription', 'text', 'text', 'Дополнительно об источнике'),
]
export const money = [
  field('currencyId', 'string', 'crm_currency', 'Валюта'),
  flag('isManualOpportunity', 'Режим расчёта суммы'),
  sum('opportunity', 'Сумма'),
]
export const moved = [
  readOnly(moment('movedTime', 'Время перемещения')),
  readOnly(user('movedBy', 'Кто переместил')),
]
export const lastActivity = [
  readOnly(user('lastActivityBy', 'Автор последней активности')),
  readOnly(moment('lastActivityTime', 'Последняя активность')),
]
export const made = [
  readOnly(moment('createdTime', 'Когда создан')),
  readOnly(moment('updatedTime', 'Когда обновлён')),
  readOnly(user('createdBy', 'Кем создан')),
  readOnly(user('updatedBy', 'Кем обновлён')),
]
