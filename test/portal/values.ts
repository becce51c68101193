import { DateTime } from 'luxon'

export type Params = Record<string, unknown>

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** Any scalar as text; everything else is an empty text. */
export const textOf = (value: unknown): string => (isScalar(value) ? String(value) : '')

/** Whole number, or null when it is none. */
export function intOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : null
  const text = textOf(value).trim()
  return /^-?\d+$/.test(text) ? Number(text) : null
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  const text = textOf(value).trim()
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null
}

/** Y, 1 and true in every spelling that PHP, JSON and forms know. */
export const isYes = (value: unknown): boolean =>
  ['y', '1', 'true'].includes(textOf(value).toLowerCase())

export const yesNo = (value: boolean): 'Y' | 'N' => (value ? 'Y' : 'N')

export function mapOf(value: unknown): Params | null {
  if (value === null || typeof value !== 'object') return null
  return Array.isArray(value)
    ? Object.fromEntries(value.map((inner, index) => [String(index), inner as unknown]))
    : (value as Params)
}

/** A list however it came: JSON array, PHP map with numbers for keys, one scalar. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'object') return Object.values(value)
  return [value]
}

const quarterMs = 900_000
const maxOffsets = 20_000
const offsets = new Map<string, { ms: number; text: string }>()

/** Offset of a zone; they change on quarters of an hour only, so that few need to be worked out. */
function offsetOf(zone: string, at: number) {
  const key = `${zone}:${Math.floor(at / quarterMs)}`
  const known = offsets.get(key)
  if (known) return known
  if (offsets.size > maxOffsets) offsets.clear()
  const local = DateTime.fromMillis(at, { zone })
  const offset = { ms: local.offset * 60_000, text: local.toFormat('ZZ') }
  offsets.set(key, offset)
  return offset
}

/** `2024-07-23T10:45:54+02:00`: how REST writes an instant (epoch ms) in a zone. */
export function isoIn(zone: string, at: number): string {
  const { ms, text } = offsetOf(zone, at)
  return `${new Date(at + ms).toISOString().slice(0, 19)}${text}`
}

/** Reads ISO or `dd.MM.yyyy HH:mm:ss`; without an offset it is the portal's local time. */
export function instantOf(value: unknown, zone: string): number | null {
  const text = textOf(value).trim()
  if (text === '') return null
  const iso = DateTime.fromISO(text.replace(' ', 'T'), { zone })
  if (iso.isValid) return iso.toMillis()
  for (const format of ['dd.MM.yyyy HH:mm:ss', 'dd.MM.yyyy HH:mm', 'dd.MM.yyyy']) {
    const local = DateTime.fromFormat(text, format, { zone })
    if (local.isValid) return local.toMillis()
  }
  return null
}

/** Midnight of the day in the zone. */
export const startOfDay = (at: number, zone: string): number =>
  DateTime.fromMillis(at, { zone }).startOf('day').toMillis()
