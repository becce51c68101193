import { z } from 'zod'
import type { Instant } from '../../shared/time.ts'

/** Whole number, as JSON number or as text: legacy methods write "12" (platform.md §3.2). */
export const bxInt = z
  .union([z.number(), z.string().regex(/^-?\d+$/)])
  .transform(Number)
  .pipe(z.number().int())

/** A positive id; what stands for "none" (null, '', 0, '0') becomes null. */
export const bxId = z
  .union([z.null(), z.literal(''), bxInt])
  .optional()
  .transform((value) => (typeof value === 'number' && value > 0 ? value : null))

/** Y/N, 1/0 and true/false in the spellings of PHP, JSON and forms; nothing at all is false. */
export const bxBool = z
  .union([z.boolean(), z.number(), z.string(), z.null()])
  .optional()
  .transform((value) => ['y', '1', 'true'].includes(String(value ?? '').toLowerCase()))

const isoWithOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** ISO time with an offset → Instant. */
export const bxInstant = z
  .string()
  .regex(isoWithOffset)
  .transform((value): Instant => Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')))
  .pipe(z.number().int())

/** As bxInstant; an absent or empty time is null. */
export const bxInstantOrNull = z
  .union([bxInstant, z.null(), z.literal('')])
  .optional()
  .transform((value) => (typeof value === 'number' ? value : null))

/** Text; null and absence are ''. A NUL, which PostgreSQL does not keep, is left out. */
export const bxText = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => String(value ?? '').replaceAll('\0', ''))

/** A map whose empty form PHP writes as []; a list becomes a map by position. */
export const bxMap = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown()), z.null(), z.literal('')])
  .optional()
  .transform((value): Record<string, unknown> =>
    value ? Object.fromEntries(Object.entries(value)) : {},
  )

/** A list that may come as a map with keys, or as one single value. */
export const bxList = z.unknown().transform((value): unknown[] => {
  if (Array.isArray(value)) return value as unknown[]
  if (value === null || value === undefined || value === '' || value === false) return []
  if (typeof value !== 'object') return [value]
  return 'id' in value || 'ID' in value ? [value] : Object.values(value as Record<string, unknown>)
})
