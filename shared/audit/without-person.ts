import type { AuditValues } from '../api/audit.ts'
import { erasedName } from './erased-name.ts'

type Json = AuditValues[string]

/** Whose traces: every name that somebody has had, and his number where values bear one. */
type Traced = { names: ReadonlySet<string>; userId: number | null; idField: string }

/** The values of an entry, with the neutral name wherever the person stood, as a record or by name. */
export function withoutPerson(values: AuditValues, person: Traced): AuditValues {
  const entries = Object.entries(values).map(([key, value]) => [
    person.names.has(key) ? erasedName : key,
    cleared(value, person),
  ])
  return Object.fromEntries(entries) as AuditValues
}

function cleared(value: Json, person: Traced): Json {
  if (typeof value === 'string') return person.names.has(value) ? erasedName : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one) => cleared(one, person))
  return isPerson(value, person) ? erasedName : withoutPerson(value, person)
}

/** Whether these values are the person, whole: nothing of them is told any more. */
export function isPerson(values: AuditValues, { names, userId, idField }: Traced): boolean {
  const { name, [idField]: id } = values
  if (typeof name !== 'string') return false
  return names.has(name) || (userId !== null && id === userId)
}
