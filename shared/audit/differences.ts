import type { AuditValues } from '../api/audit.ts'

type Json = AuditValues[string]

/** One field that is not what it was; null where there was none, or is none any more. */
export type Difference = { path: string; before: Json; after: Json }

/**
 * What differs between two states, field by field: 'policy.levels.2.reactionMinutes'. Of lists only
 * the members that came or went. Equal states differ in nothing.
 */
export function differences(before: AuditValues | null, after: AuditValues | null): Difference[] {
  return differencesAt('', before ?? {}, after ?? {})
}

function differencesAt(path: string, before: Json, after: Json): Difference[] {
  if (isSame(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after))
    return [{ path, before: membersNotIn(before, after), after: membersNotIn(after, before) }]
  if (!isRecord(before) && !isRecord(after)) return [{ path, before, after }]
  const [was, is] = [asRecord(before), asRecord(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return names.flatMap((name) =>
    differencesAt(path === '' ? name : `${path}.${name}`, was[name] ?? null, is[name] ?? null),
  )
}

function membersNotIn(members: Json[], others: Json[]): Json[] {
  const known = new Set(others.map((other) => JSON.stringify(other)))
  return members.filter((member) => !known.has(JSON.stringify(member)))
}

type JsonRecord = Record<string, Json>

const isRecord = (value: Json): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asRecord = (value: Json): JsonRecord => (isRecord(value) ? value : {})

/** Whether both say the same, whatever the order of their fields; nothing is the same as null. */
function isSame(before: Json, after: Json): boolean {
  if (!isRecord(before) || !isRecord(after)) return JSON.stringify(before) === JSON.stringify(after)
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].every((name) => isSame(before[name] ?? null, after[name] ?? null))
}
