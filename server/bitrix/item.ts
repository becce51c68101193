import { z } from 'zod'
import { type FieldKey, fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import { optionKeyOf, type Place } from '../../shared/ticket/place.ts'
import type { Instant } from '../../shared/time.ts'
import { bxBool, bxId, bxInstant, bxInstantOrNull, bxInt, bxList, bxText } from './rest-values.ts'

/** An item of our smart process, as a portal tells it. */
export type Item = {
  id: number
  xmlId: string | null
  title: string
  stageId: string
  createdAt: Instant
  updatedAt: Instant
  movedAt: Instant | null
  updatedBy: number | null
  movedBy: number | null
  createdBy: number
  assignedById: number | null
  /**
   * By logical names: option keys, flags, times as ISO in UTC; an empty field is ''. A field that
   * the portal did not tell is absent. Files are apart.
   */
  values: Partial<Record<FieldKey, string | boolean>>
  files: ItemFile[]
}

/** A file of an item; `url` is for programs, carries a token, and is good for about an hour. */
export type ItemFile = { id: number; name?: string; url: string }

const schema = z.looseObject({
  id: bxInt,
  xmlId: bxText,
  title: bxText,
  stageId: bxText,
  createdTime: bxInstant,
  updatedTime: bxInstant,
  movedTime: bxInstantOrNull,
  updatedBy: bxId,
  movedBy: bxId,
  createdBy: bxInt,
  assignedById: bxId,
})

const fileSchema = z.object({ id: bxInt, name: z.string().optional(), urlMachine: z.url() })

/** A field whose kind somebody has changed counts as empty. */
const flagSchema = bxBool.catch(false)
const instantSchema = bxInstantOrNull.catch(null)
const textSchema = bxText.catch('')

/** Longest text that we take from a field. */
const maxText = 50_000

/** @throws ZodError when it is no item */
export function readItem(place: Place, answer: unknown): Item {
  const raw = schema.parse(answer)
  const own = fieldReader(place, raw)
  return {
    id: raw.id,
    xmlId: raw.xmlId === '' ? null : raw.xmlId,
    title: raw.title,
    stageId: raw.stageId,
    createdAt: raw.createdTime,
    updatedAt: raw.updatedTime,
    movedAt: raw.movedTime,
    updatedBy: raw.updatedBy,
    movedBy: raw.movedBy,
    createdBy: raw.createdBy,
    assignedById: raw.assignedById,
    values: readValues(place, own),
    files: readFiles(own('files')),
  }
}

function readValues(place: Place, own: (key: FieldKey) => unknown): Item['values'] {
  const values: Item['values'] = {}
  for (const key of fieldKeys) {
    const raw = own(key)
    if (raw === undefined || fieldSpec(key).type === 'file') continue
    values[key] = readValue(place, key, raw)
  }
  return values
}

function readValue(place: Place, key: FieldKey, raw: unknown): string | boolean {
  // A field that somebody made multiple comes as a list; its first value is ours.
  const value: unknown = Array.isArray(raw) ? (raw[0] ?? null) : raw
  const { type } = fieldSpec(key)
  if (type === 'boolean') return flagSchema.parse(value)
  if (type === 'enumeration') return optionKeyOf(place, key, value) ?? ''
  if (type === 'datetime') {
    const at = instantSchema.parse(value)
    return at === null ? '' : new Date(at).toISOString()
  }
  return textSchema.parse(value).slice(0, maxText)
}

/** A file without an address of this portal for programs cannot be fetched and is left out. */
function readFiles(raw: unknown): ItemFile[] {
  return bxList.parse(raw).flatMap((one) => {
    const { data } = fileSchema.safeParse(one)
    if (!data) return []
    const { id, name, urlMachine: url } = data
    return [{ id, url, ...(name !== undefined && { name }) }]
  })
}

/**
 * Finds a field by its key or its original name: portals write ufCrm12SlaLevel or UF_CRM_12_SLA_LEVEL.
 * One that the place does not name is not read: it is being made again, and empty as yet.
 */
function fieldReader(place: Place, raw: Record<string, unknown>): (key: FieldKey) => unknown {
  const byName = new Map(Object.entries(raw).map(([name, value]) => [plainName(name), value]))
  return (key) => {
    const known = place.fields[key]
    if (known === undefined) return undefined
    const original = `UF_CRM_${place.typeId}_SLA_${fieldSpec(key).code}`
    return byName.get(plainName(known)) ?? byName.get(plainName(original))
  }
}

/** The same for both spellings of a field's name. */
export const plainName = (name: string) => name.replaceAll('_', '').toLowerCase()
