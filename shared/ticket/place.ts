import { z } from 'zod'
import { type FieldKey, fieldKeys, fieldSpec } from './fields.ts'
import { type Stage, stageSchema, stages } from './stages.ts'

/**
 * Where tickets live in one portal and what things are called there; made by set-up, because
 * identifiers differ from portal to portal.
 */
export const placeSchema = z.object({
  /** Our app's name in addresses of the portal; set-ups of earlier versions did not note it. */
  appCode: z.string().optional(),
  entityTypeId: z.number().int().positive(),
  /** Id of the type record, part of the fields' names. Unrelated to entityTypeId. */
  typeId: z.number().int().positive(),
  categoryId: z.number().int().nonnegative(),
  /** Logical field → key in crm.item answers and requests ('ufCrm12SlaNumber'). */
  fields: z.record(z.string(), z.string()),
  /** Logical enumeration field → option key → the portal's option id. */
  options: z.record(z.string(), z.record(z.string(), z.number().int())),
  /** Stage → stageId ('DT1036_5:NEW'). */
  stages: z.record(stageSchema, z.string()),
})
export type Place = z.infer<typeof placeSchema>

/** Values of ticket fields by logical name; enumerations by option key, instants as ISO strings. */
export type FieldValues = Partial<Record<FieldKey, string | boolean | FileValue[]>>

/** A new file with its content, or one that is already there and stays. */
export type FileValue = { name: string; base64: string } | { id: number }

/** Turns logical values into the `fields` of crm.item.add and crm.item.update. */
export function toItemFields(place: Place, values: FieldValues): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const key of fieldKeys) {
    const value = values[key]
    const name = place.fields[key]
    if (value === undefined || name === undefined) continue
    fields[name] = toWire(place, key, value)
  }
  return fields
}

function toWire(place: Place, key: FieldKey, value: string | boolean | FileValue[]): unknown {
  if (typeof value === 'boolean') return value ? 'Y' : 'N'
  if (typeof value !== 'string')
    return value.map((file) => ('id' in file ? { id: file.id } : [file.name, file.base64]))
  if (fieldSpec(key).type === 'enumeration') return place.options[key]?.[value] ?? ''
  return value
}

/** The option key behind a portal's enumeration id, if it is one of ours. */
export function optionKeyOf(place: Place, key: FieldKey, id: unknown): string | undefined {
  const options = place.options[key] ?? {}
  return Object.keys(options).find((option) => String(options[option]) === String(id))
}

export function stageOf(place: Place, stageId: string): Stage | undefined {
  return stages.find((stage) => place.stages[stage] === stageId)
}
