import { machineLink, sessionLink } from '../files.ts'
import { type Call } from '../method.ts'
import { type Item, type SmartType, type UserField } from '../records.ts'
import { type Params, isoIn, yesNo } from '../values.ts'
import { emptyOwnValue } from './item-own-values.ts'
import {
  type StandardField,
  camelFieldName,
  hasFeature,
  ownFields,
  standardFields,
  wireName,
} from './item-schema.ts'

function drawStandard(call: Call, field: StandardField, value: unknown): unknown {
  if (value === null || value === undefined) return field.kind === 'ids' ? [] : null
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

export type ItemView = { type: SmartType; isOriginal: boolean; select?: string[] | null }

const ownNames = ({ select }: ItemView, name: string): boolean =>
  !select || select.includes(name) || select.includes('uf_*')

/** An item on the wire; fields of features that are off come as null. */
export function drawItem(call: Call, item: Item, view: ItemView): Params {
  const isChosen = (name: string) => !view.select || name === 'id' || view.select.includes(name)
  const standard = standardFields
    .filter(({ name }) => isChosen(name))
    .map((field) => {
      const isOn = hasFeature(view.type, field)
      return [field.name, isOn ? drawStandard(call, field, item.values[field.name]) : null]
    })
  const own = ownFields(call, view.type)
    .map((field) => ({ field, name: wireName(field, view.isOriginal) }))
    .filter(({ name }) => ownNames(view, name))
    .map(({ field, name }) => [name, drawOwn(call, item, field)])
  const rest = [...always.map((name) => [name, null]), ['entityTypeId', item.entityTypeId]].filter(
    ([name]) => isChosen(String(name)),
  )
  return Object.fromEntries([...standard, ...own, ...rest]) as Params
}
