import { raiseItemEvent } from '../events.ts'
import { type Call, actorOf } from '../method.ts'
import { type Item, type SmartType, type StageMove, type Status } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { nextId } from '../state.ts'
import {
  type Params,
  instantOf,
  intOf,
  isYes,
  listOf,
  numberOf,
  startOfDay,
  textOf,
} from '../values.ts'
import { isEmptyValue, readOwnValue } from './item-own-values.ts'
import {
  type StandardField,
  hasFeature,
  ownFields,
  standardField,
  wireName,
} from './item-schema.ts'
import { stagesOf } from './stages.ts'

const zoneOf = (call: Call): string => call.portal.timeZone

function dayOf(call: Call, value: unknown): number | null {
  const at = instantOf(value, zoneOf(call))
  return at === null ? null : startOfDay(at, zoneOf(call))
}

const intsOf = (value: unknown): number[] =>
  listOf(value)
    .map(intOf)
    .filter((id) => id !== null)

function readStandard(call: Call, field: StandardField, value: unknown): unknown {
  switch (field.kind) {
    case 'boolean':
      return isYes(value)
    case 'integer':
      return intOf(value)
    case 'double':
      return numberOf(value)
    case 'ids':
      return intsOf(value)
    case 'date':
      return dayOf(call, value)
    case 'datetime':
      return instantOf(value, zoneOf(call))
    case 'string':
    case 'text':
      return textOf(value) || null
  }
}

/** What the caller may set and this smart process has; unknown names are passed over. */
export function readStandardValues(call: Call, type: SmartType, fields: Params): Params {
  const values: Params = {}
  for (const [name, value] of Object.entries(fields)) {
    const field = standardField(name)
    if (field && !field.isReadOnly && hasFeature(type, field)) {
      values[name] = readStandard(call, field, value)
    }
  }
  return values
}

export function readOwnValues(
  call: Call,
  type: SmartType,
  change: { fields: Params; isOriginal: boolean; present: Params },
): Params {
  const values: Params = {}
  for (const field of ownFields(call, type)) {
    const name = wireName(field, change.isOriginal)
    if (!(name in change.fields)) continue
    const given = { value: change.fields[name], present: change.present[field.fieldName] }
    values[field.fieldName] = readOwnValue(call, field, given)
  }
  return values
}

/** On creation every mandatory field counts, on a change only those that are written. */
export function requireMandatory(
  call: Call,
  type: SmartType,
  check: { own: Params; isNew: boolean },
): void {
  for (const field of ownFields(call, type)) {
    const isAsked = check.isNew || field.fieldName in check.own
    if (field.isMandatory && isAsked && isEmptyValue(check.own[field.fieldName])) {
      const label = field.labels[call.portal.language] ?? field.fieldName
      throw new RestError('CRM_FIELD_ERROR_REQUIRED', `Поле "${label}" обязательно для заполнения`)
    }
  }
}

export function defaultCategory(call: Call, type: SmartType): number {
  const own = call.portal.categories.filter((one) => one.entityTypeId === type.entityTypeId)
  return (own.find((one) => one.isDefault) ?? own[0])?.id ?? 0
}

export function requiredStage(
  call: Call,
  type: SmartType,
  place: { categoryId: number; stageId: unknown },
): Status | undefined {
  const stages = stagesOf(call.portal, type.entityTypeId, place.categoryId)
  if (place.stageId === undefined || place.stageId === null) return stages[0]
  const stage = stages.find((one) => one.statusId === place.stageId)
  if (!stage) {
    throw new RestError('CRM_FIELD_ERROR_VALUE_NOT_VALID', 'Недопустимое значение поля "Стадия"')
  }
  return stage
}

/** A row of crm.stagehistory.list. */
export function rememberStage(
  call: Call,
  item: Item,
  move: { isNew: boolean; isOtherCategory: boolean; at: number },
): void {
  const categoryId = Number(item.values['categoryId'])
  const stage = stagesOf(call.portal, item.entityTypeId, categoryId).find(
    (one) => one.statusId === item.values['stageId'],
  )
  if (!stage) return
  const entry: StageMove = {
    id: nextId(call.portal, 'stageMove'),
    entityTypeId: item.entityTypeId,
    typeId: moveType(stage, move),
    ownerId: item.id,
    at: move.at,
    categoryId,
    semantics: stage.semantics ?? 'P',
    stageId: stage.statusId,
  }
  call.portal.stageMoves.push(entry)
}

function moveType(
  stage: Status,
  move: { isNew: boolean; isOtherCategory: boolean },
): StageMove['typeId'] {
  if (move.isNew) return 1
  if (move.isOtherCategory) return 5
  return stage.semantics ? 3 : 2
}

export const tellItem = (call: Call, action: 'ADD' | 'UPDATE' | 'DELETE', item: Item): void => {
  const { entityTypeId, id } = item
  raiseItemEvent(call.world, call.portal, { action, entityTypeId, id, ...actorOf(call) })
}
