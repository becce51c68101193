import { inject, type InjectionKey, provide } from 'vue'
import { z } from 'zod'
import { errorBodySchema } from '../../shared/api/errors.ts'
import { serverNowHeader, type Session, sessionSchema } from '../../shared/api/session.ts'
import type { Frame } from '../bitrix/frame.ts'
import { ApiError } from './api-error.ts'
import { readBoot } from './boot.ts'
import { createServerClock, type ServerClock } from './server-clock.ts'

export { ApiError } from './api-error.ts'

/** Our own server. Paths are whole: '/api/contracts'. Every call throws ApiError. */
export type Api = {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>
  post<T>(path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>
  delete<T>(path: string, schema: z.ZodType<T>): Promise<T>
  /** A file that the server makes, under the name that it gives it. */
  getFile(path: string): Promise<{ name: string; content: Blob }>
  /** Exchanges the person's portal token for a session of ours, and reads how the portal stands. */
  openSession(): Promise<Session>
  clock: ServerClock
}

type Sending = { method: string; body?: unknown; patienceMs?: number }
type Exchange<T> = { schema: z.ZodType<T>; body?: unknown }
type Surroundings = { boot: string | null; clock: ServerClock; patienceMs: number }

/** A server that takes the call and never answers is as good as none. */
const defaultPatienceMs = 30_000
/** All that is kept of a contract may be hundreds of megabytes. */
const filePatienceMs = 15 * 60_000

/** The session's token lives in memory only: a cross-site frame has no storage to trust. */
export function createApi(
  frame: Pick<Frame, 'accessToken'>,
  surroundings: Partial<Surroundings> = {},
): Api {
  const { boot = readBoot(), clock = createServerClock() } = surroundings
  let token: string | null = null

  const patience = surroundings.patienceMs ?? defaultPatienceMs

  async function send(path: string, { method, body, patienceMs = patience }: Sending) {
    const response = await fetch(path, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token !== null && { Authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new ApiError('offline')
    })
    const serverNow = Number(response.headers.get(serverNowHeader))
    if (serverNow > 0) clock.observe(serverNow)
    return response
  }

  async function exchange(isStale: boolean): Promise<Response> {
    if (boot === null) throw new ApiError('reloadNeeded')
    const body = { ...(await frame.accessToken(isStale)), boot }
    return send('/api/session', { method: 'POST', body })
  }

  async function openSession(): Promise<Session> {
    let response = await exchange(false)
    // The portal's token may have died before its time.
    if (response.status === 401) response = await exchange(true)
    const session = await read(response, sessionSchema)
    token = session.token
    return session
  }

  async function ask(path: string, sending: Sending): Promise<Response> {
    const response = await send(path, sending)
    if (response.status !== 401) return response
    await openSession()
    return send(path, sending)
  }

  const request = async <T>(method: string, path: string, { schema, body }: Exchange<T>) =>
    read(await ask(path, { method, body }), schema)

  return {
    get: (path, schema) => request('GET', path, { schema }),
    post: (path, schema, body = {}) => request('POST', path, { schema, body }),
    delete: (path, schema) => request('DELETE', path, { schema }),
    getFile: async (path) =>
      readFile(await ask(path, { method: 'GET', patienceMs: filePatienceMs })),
    openSession,
    clock,
  }
}

async function readFile(response: Response): Promise<{ name: string; content: Blob }> {
  if (!response.ok) return read(response, z.never())
  const content = await response.blob().catch(() => {
    throw new ApiError('offline')
  })
  return { name: fileNameOf(response), content }
}

/** RFC 5987, as our server writes it. */
function fileNameOf({ headers }: Response): string {
  const disposition = headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'file'
}

async function read<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) {
    const known = schema.safeParse(body)
    if (known.success) return known.data
    throw new ApiError('unreadable')
  }
  const refusal = errorBodySchema.safeParse(body)
  // A proxy in front of the server answers in its own way.
  if (!refusal.success) throw new ApiError(response.status >= 500 ? 'offline' : 'unreadable')
  const { code, field, message, details = {} } = refusal.data
  throw new ApiError(code, field, { message, details })
}

const apiKey: InjectionKey<Api> = Symbol('api')

export function provideApi(api: Api): void {
  provide(apiKey, api)
}

/** @throws Error outside a connected page */
export function useApi(): Api {
  const api = inject(apiKey)
  if (!api) throw new Error('useApi outside a connected page')
  return api
}
