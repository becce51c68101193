import type { z } from 'zod'

export type RescueAnswer = { status: number; body: unknown; headers: Headers }
export type RescueVisitor = ReturnType<typeof createRescueVisitor>

/** A browser on the rescue page: keeps its cookie, and says where it comes from. */
export function createRescueVisitor(appUrl: string, origin = appUrl) {
  let cookie = ''

  async function ask(method: string, path: string, body?: unknown): Promise<RescueAnswer> {
    const response = await fetch(`${appUrl}/rescue/api${path}`, {
      method,
      headers: { cookie, origin, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) cookie = set.split(';')[0] ?? ''
    return { status: response.status, body: await response.json(), headers: response.headers }
  }

  return {
    post: (path: string, body: unknown = {}) => ask('POST', path, body),
    raw: (path: string) => ask('GET', path),
    get: async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> =>
      schema.parse((await ask('GET', path)).body),
  }
}

/** The secret in the mail with the link. */
export const tokenIn = (text: string): string => /\/rescue#([\w-]{43})/.exec(text)?.[1] ?? ''
