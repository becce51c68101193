import { storeFile, uploadOf } from '../files.ts'
import { type Call } from '../method.ts'
import { type UserField } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { instantOf, intOf, isYes, listOf, mapOf, numberOf, startOfDay, textOf } from '../values.ts'

const invalid = (field: UserField): RestError =>
  new RestError(
    'CRM_FIELD_ERROR_VALUE_NOT_VALID',
    `Поле "${field.fieldName}": недопустимое значение`,
  )

/** One value as it is stored: times as epoch ms, options and files by number, null for nothing. */
function readOne(call: Call, field: UserField, value: unknown): unknown {
  const text = textOf(value).trim()
  switch (field.userTypeId) {
    case 'boolean':
      return isYes(value)
    case 'integer':
    case 'employee':
      return intOf(value)
    case 'double':
      return numberOf(value)
    case 'datetime':
    case 'date':
      return readTime(call, field, text)
    case 'enumeration':
      return readOption(field, text)
    default:
      return text === '' ? null : textOf(value)
  }
}

function readTime(call: Call, field: UserField, text: string): number | null {
  if (text === '') return null
  const at = instantOf(text, call.portal.timeZone)
  if (at === null) throw invalid(field)
  return field.userTypeId === 'date'
    ? startOfDay(at, call.portal.timeZone)
    : Math.floor(at / 1000) * 1000
}

function readOption(field: UserField, text: string): number | null {
  if (text === '' || text === '0') return null
  const option = field.options.find(({ id }) => String(id) === text)
  if (!option) throw invalid(field)
  return option.id
}

const store = (call: Call, upload: { name: string; content: Buffer }): number =>
  storeFile(call.portal, upload, { userId: call.user.id, at: call.now }).id

/** `{"id": 30577}` keeps a file that the field has already. */
const keptFile = (value: unknown, present: number[]): number | null => {
  const id = intOf(mapOf(value)?.['id'])
  return id !== null && present.includes(id) ? id : null
}

/** The set is replaced: kept by id, added by content; anything else falls away. */
function readFiles(call: Call, field: UserField, value: unknown, present: unknown): unknown {
  const old = listOf(present).filter((id): id is number => typeof id === 'number')
  if (!field.isMultiple) {
    const upload = uploadOf(value)
    return upload ? store(call, upload) : keptFile(value, old)
  }
  return listOf(value).flatMap((one) => {
    const upload = uploadOf(one)
    const id = upload ? store(call, upload) : keptFile(one, old)
    return id === null ? [] : [id]
  })
}

/** What a written field becomes; `present` is what it was. */
export function readOwnValue(
  call: Call,
  field: UserField,
  change: { value: unknown; present: unknown },
): unknown {
  const { value } = change
  if (field.isMultiple && value !== null && value !== '' && typeof value !== 'object') {
    throw new RestError(
      '100',
      `Expected iterable value for multiple field, but got ${typeof value} instead`,
    )
  }
  if (field.userTypeId === 'file') return readFiles(call, field, value, change.present)
  if (!field.isMultiple) return readOne(call, field, value)
  return listOf(value)
    .map((one) => readOne(call, field, one))
    .filter((one) => one !== null)
}

/** An empty field as it is stored. */
export const emptyOwnValue = (field: UserField): unknown => {
  if (field.isMultiple) return []
  return field.userTypeId === 'boolean' ? isYes(field.settings['DEFAULT_VALUE']) : null
}

export const isEmptyValue = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)
