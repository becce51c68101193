import type { z } from 'zod'
import { AppError } from '../errors.ts'

/**
 * What came in, as the schema says it.
 *
 * @throws AppError 'badRequest' that names the first field at fault
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.map(String).join('.') ?? ''
  throw new AppError('badRequest', `${field}: ${issue?.message ?? 'malformed'}`, { field })
}
