import type { z } from 'zod'
import { AppError } from '../errors.ts'

/**
 * What came in, as the schema says it.
 *
 * @throws AppError 'badRequest' that names the first field at fault; `body` when it is no object at all
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw malformed(issue?.path ?? [], issue?.message ?? 'malformed')
  }
  const nul = pathOfNul(parsed.data)
  if (nul) throw malformed(nul, 'has a character with the code 0')
  return parsed.data
}

function malformed(path: readonly PropertyKey[], problem: string): AppError {
  const field = path.map(String).join('.') || 'body'
  return new AppError('badRequest', `${field}: ${problem}`, { field })
}

/** PostgreSQL keeps no text with a NUL in it, and nobody types one. */
function pathOfNul(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') ? [] : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    if (key.includes('\0')) return [key.replaceAll('\0', '')]
    const path = pathOfNul(part)
    if (path) return [key, ...path]
  }
  return undefined
}
