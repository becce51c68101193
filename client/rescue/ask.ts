import type { z } from 'zod'
import { type ErrorCode, errorBodySchema } from '../../shared/api/errors.ts'

/** Why there is no answer; `offline` when none came at all. */
export class AskError extends Error {
  readonly code: ErrorCode | 'offline'

  constructor(code: ErrorCode | 'offline', options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

export const read = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> => ask(path, {}).then((body) => schema.parse(body))

export async function post(path: string, body: unknown = {}): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

export const codeOf = (error: unknown): ErrorCode | 'offline' =>
  error instanceof AskError ? error.code : 'internal'

async function ask(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`/rescue/api${path}`, init).catch((cause: unknown) => {
    throw new AskError('offline', { cause })
  })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  throw new AskError(errorBodySchema.safeParse(body).data?.code ?? 'internal')
}
