import { type Call } from '../method.ts'
import { type SmartType } from '../records.ts'
import { RestError } from '../rest-error.ts'
import { type Params, intOf } from '../values.ts'
import { builtInType } from './built-in-types.ts'

export const accessDenied = (): RestError => new RestError('ACCESS_DENIED', 'Доступ запрещен')

/** Smart processes, funnels and stages are the CRM administrator's. */
export function requireCrmAdmin(call: Call): void {
  if (!call.user.isAdmin) throw accessDenied()
}

export const canRead = ({ user }: Call, entityTypeId: number): boolean =>
  user.isAdmin || (user.hasCrmRole && !user.closedTypes.includes(entityTypeId))

/** Roles open types to people, or only their reading. */
export function requireRead(call: Call, entityTypeId: number): void {
  if (!canRead(call, entityTypeId)) throw accessDenied()
}

export function requireWrite(call: Call, entityTypeId: number): void {
  requireRead(call, entityTypeId)
  if (call.user.isCrmReader && !call.user.isAdmin) throw accessDenied()
}

export const missingParam = (name: string): RestError =>
  new RestError('100', `Could not find value for parameter {${name}}`)

export function requiredInt(params: Params, name: string): number {
  const value = intOf(params[name])
  if (value === null) throw missingParam(name)
  return value
}

export const findType = (call: Call, entityTypeId: number | null): SmartType | undefined =>
  call.portal.types.find((type) => type.entityTypeId === entityTypeId) ?? builtInType(entityTypeId)

export function requiredType(call: Call, params: Params): SmartType {
  const type = findType(call, requiredInt(params, 'entityTypeId'))
  if (!type) throw new RestError('NOT_FOUND', 'Смарт-процесс не найден')
  return type
}

/** Description of one field as every *.fields method writes it. */
export const fieldInfo = (
  type: string,
  title: string,
  more: {
    isRequired?: boolean
    isReadOnly?: boolean
    isImmutable?: boolean
    isMultiple?: boolean
  } = {},
): Params => ({
  type,
  isRequired: more.isRequired ?? false,
  isReadOnly: more.isReadOnly ?? false,
  isImmutable: more.isImmutable ?? false,
  isMultiple: more.isMultiple ?? false,
  isDynamic: false,
  title,
})
