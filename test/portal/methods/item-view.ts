import { machineLink, sessionLink } from '../files.ts'
import { type Call } from '../method.ts'
import { type Item, type SmartType, type UserField } from '../records.ts'
import { type Params, isoIn, yesNo } from '../values.ts'
import { emptyOwnValue } from './item-own-values.ts'
import { camelFieldName, hasFeature, ownFields, schemaOf, wireName } from './item-schema.ts'
import { type StandardField } from './item-field.ts'

const isList = ({ kind }: StandardField): boolean => kind === 'ids' || kind === 'channels'

function drawStandard(call: Call, field: StandardField, value: unknown): unknown {
  if (value === null || value === undefined) return isList(field) ? [] : null
  if (field.kind === 'boolean') return yesNo(value === true)
  const isTime = field.kind === 'date' || field.kind === 'datetime'
  return isTime ? isoIn(call.portal.timeZone, Number(value)) : value
}

function drawFile(call: Call, item: Item, file: { field: UserField; fileId: number }) {
  const fieldName = camelFieldName(file.field.fieldName)
  const { fileId } = file
  const place = { entityTypeId: item.entityTypeId, id: item.id, fieldName, fileId }
  return {
    id: fileId,
    url: sessionLink(call.portal, place),
    urlMachine: machineLink(call.portal, { module: 'crm', fileId, auth: call.token }),
  }
}

function drawOne(call: Call, item: Item, one: { field: UserField; value: unknown }): unknown {
  const { field, value } = one
  if (value === null || value === undefined) return null
  switch (field.userTypeId) {
    case 'boolean':
      return yesNo(value === true)
    case 'date':
    case 'datetime':
      return isoIn(call.portal.timeZone, Number(value))
    case 'file':
      return drawFile(call, item, { field, fileId: Number(value) })
    default:
      return value
  }
}

function drawOwn(call: Call, item: Item, field: UserField): unknown {
  const value = item.own[field.fieldName] ?? emptyOwnValue(field)
  return Array.isArray(value)
    ? value.map((one: unknown) => drawOne(call, item, { field, value: one }))
    : drawOne(call, item, { field, value })
}

const always = ['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm']

/** How the items of one answer are drawn: worked out once for all of them. */
export type ItemView = {
  type: SmartType
  select: string[] | null
  standard: StandardField[]
  own: { field: UserField; name: string }[]
}

const isChosen = (select: string[] | null, name: string): boolean =>
  !select || name === 'id' || select.includes(name)

export function itemView(
  call: Call,
  type: SmartType,
  wanted: { isOriginal: boolean; select?: string[] | null },
): ItemView {
  const select = wanted.select ?? null
  return {
    type,
    select,
    standard: schemaOf(call, type).fields.filter(({ name }) => isChosen(select, name)),
    own: ownFields(call, type)
      .map((field) => ({ field, name: wireName(field, wanted.isOriginal) }))
      .filter(({ name }) => !select || select.includes(name) || select.includes('uf_*')),
  }
}

/** An item on the wire; fields of features that are off come as null. */
export function drawItem(call: Call, item: Item, view: ItemView): Params {
  const drawn: Params = {}
  for (const field of view.standard) {
    const isOn = hasFeature(view.type, field)
    drawn[field.name] = isOn ? drawStandard(call, field, item.values[field.name]) : null
  }
  for (const { field, name } of view.own) drawn[name] = drawOwn(call, item, field)
  for (const name of always) {
    if (isChosen(view.select, name)) drawn[name] = item.values[name] ?? null
  }
  if (isChosen(view.select, 'entityTypeId')) drawn['entityTypeId'] = item.entityTypeId
  return drawn
}
