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
import { builtInType } from './built-in-types.ts'
import { type Channel, channelSigns, readChannels } from './channels.ts'
import { type FieldKind } from './item-field.ts'
import { hasFeature, ownFields, schemaOf, wireName } from './item-schema.ts'
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

type Reader = (call: Call, value: unknown, present: unknown) => unknown

const orNothing = (_call: Call, value: unknown): string | null => textOf(value) || null

/** A value as it is stored; clients' channels are read against those they have. */
const readers: Record<FieldKind, Reader> = {
  boolean: (_call, value) => isYes(value),
  integer: (_call, value) => intOf(value),
  double: (_call, value) => numberOf(value),
  ids: (_call, value) => intsOf(value),
  date: dayOf,
  datetime: (call, value) => instantOf(value, zoneOf(call)),
  string: orNothing,
  text: orNothing,
  channels: (call, value, present) => readChannels(call, value, listOf(present) as Channel[]),
}

/** What the caller may set and this smart process has; unknown names are passed over. */
export function readStandardValues(
  call: Call,
  type: SmartType,
  change: { fields: Params; present: Params },
): Params {
  const schema = schemaOf(call, type)
  const values: Params = {}
  for (const [name, value] of Object.entries(change.fields)) {
    const field = schema.find(name)
    if (field && !field.isReadOnly && hasFeature(type, field)) {
      values[name] = readers[field.kind](call, value, change.present[name])
    }
  }
  return withCompanions(values)
}

const first = (ids: unknown): number => (listOf(ids)[0] as number | undefined) ?? 0

/** Values that change along with others: the first client and all clients, channels and signs. */
function withCompanions(values: Params): Params {
  const { contactId, contactIds, companyId, companyIds, fm } = values
  if (contactIds !== undefined) values['contactId'] = first(contactIds)
  else if (contactId !== undefined) values['contactIds'] = contactId ? [contactId] : []
  if (companyIds !== undefined) values['companyId'] = first(companyIds)
  else if (companyId !== undefined) values['companyIds'] = companyId ? [companyId] : []
  if (fm !== undefined) Object.assign(values, channelSigns(fm as Channel[]))
  return values
}

/** What elements of the built-in types tell of their stage. */
export function stageSigns(call: Call, type: SmartType, stage: Status | undefined): Params {
  if (!stage || !builtInType(type.entityTypeId)) return {}
  const [firstStage] = stagesOf(call.portal, type.entityTypeId, stage.categoryId ?? 0)
  return {
    stageSemanticId: stage.semantics ?? 'P',
    isNew: stage === firstStage,
    closed: stage.semantics !== null,
  }
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
