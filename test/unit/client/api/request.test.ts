// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ApiError } from '../../../../client/api/api-error.ts'
import { readBoot } from '../../../../client/api/boot.ts'
import { createApi } from '../../../../client/api/request.ts'
import { createServerClock } from '../../../../client/api/server-clock.ts'
import { fakeFrame, fakeServer, newSession, Refusal, serverNow } from '../mount-page.ts'

const schema = z.object({ name: z.string() })
const boot = 'sealed'
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('api', () => {
  it('opens a session with the portal’s token and carries its own from then on', async () => {
    const asked = fakeServer({
      'POST /api/session': () => newSession(),
      'GET /api/thing': () => ({ name: 'a' }),
    })
    const api = createApi(fakeFrame(), { boot })
    await api.openSession()
    expect(await api.get('/api/thing', schema)).toEqual({ name: 'a' })
    expect(asked).toEqual([
      {
        request: 'POST /api/session',
        body: { accessToken: 'access', refreshToken: 'refresh', boot },
        token: null,
      },
      { request: 'GET /api/thing', body: undefined, token: 'Bearer token-1' },
    ])
  })

  it('fetches a file under the name that the server gives it, or says why there is none', async () => {
    const name = `filename*=UTF-8''${encodeURIComponent('Акт 2026-11.pdf')}`
    const headers = { 'Content-Disposition': `attachment; filename="??? 2026-11.pdf"; ${name}` }
    vi.stubGlobal('fetch', (path: string) =>
      Promise.resolve(
        path === '/api/act.pdf'
          ? new Response('%PDF', { headers })
          : Response.json(
              { code: 'notFound', message: 'There is none', requestId: 'r' },
              { status: 404 },
            ),
      ),
    )
    const api = createApi(fakeFrame(), { boot })
    const file = await api.getFile('/api/act.pdf')
    expect(file.name).toBe('Акт 2026-11.pdf')
    expect(await file.content.text()).toBe('%PDF')
    await expect(api.getFile('/api/other.pdf')).rejects.toMatchObject({ code: 'notFound' })
  })

  it('when the server takes the call and does not answer, then it counts as out of reach', async () => {
    vi.stubGlobal('fetch', (_path: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'))
        })
      })
    })
    const api = createApi(fakeFrame(), { boot, patienceMs: 20 })
    await expect(api.get('/api/thing', schema)).rejects.toEqual(new ApiError('offline'))
  })

  it('a large file may take longer than an answer; one that is cut off is said to be so', async () => {
    const slow = (end: 'close' | 'cut') =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 60))
            if (end === 'cut') controller.error(new TypeError('network error'))
            else {
              controller.enqueue(new TextEncoder().encode('{}'))
              controller.close()
            }
          },
        }),
      )
    const limits: AbortSignal[] = []
    vi.stubGlobal('fetch', (path: string, { signal }: RequestInit) => {
      if (signal) limits.push(signal)
      return Promise.resolve(slow(path === '/api/whole' ? 'close' : 'cut'))
    })
    const api = createApi(fakeFrame(), { boot, patienceMs: 20 })
    expect(await (await api.getFile('/api/whole')).content.text()).toBe('{}')
    expect(limits.map(({ aborted }) => aborted)).toEqual([false])
    await expect(api.getFile('/api/cut')).rejects.toEqual(new ApiError('offline'))
  })

  it('when the session has run out, then it is exchanged once and the request repeated', async () => {
    let sessions = 0
    const asked = fakeServer({
      'POST /api/session': () => ({ ...newSession(), token: `token-${++sessions}` }),
      'POST /api/thing': () => (sessions < 2 ? new Refusal('unauthorized') : { name: 'b' }),
    })
    const api = createApi(fakeFrame(), { boot })
    await api.openSession()
    expect(await api.post('/api/thing', schema, { x: 1 })).toEqual({ name: 'b' })
    expect(asked.map(({ request, token }) => [request, token])).toEqual([
      ['POST /api/session', null],
      ['POST /api/thing', 'Bearer token-1'],
      ['POST /api/session', 'Bearer token-1'],
      ['POST /api/thing', 'Bearer token-2'],
    ])
  })

  it('when a new session does not help either, then the refusal is said and nothing loops', async () => {
    const asked = fakeServer({
      'POST /api/session': () => newSession(),
      'GET /api/thing': () => new Refusal('unauthorized'),
    })
    const api = createApi(fakeFrame(), { boot })
    await expect(api.get('/api/thing', schema)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(asked.filter(({ request }) => request === 'GET /api/thing')).toHaveLength(2)
  })

  it('when the portal’s token has died early, then a fresh one is asked of the portal', async () => {
    const stale: boolean[] = []
    fakeServer({
      'POST /api/session': () => (stale.length < 2 ? new Refusal('unauthorized') : newSession()),
    })
    const accessToken = (isStale = false) => {
      stale.push(isStale)
      return Promise.resolve({ accessToken: 'access', refreshToken: 'refresh' })
    }
    await createApi(fakeFrame({ accessToken }), { boot }).openSession()
    expect(stale).toEqual([false, true])
  })

  it('a refusal keeps its code and the field at fault', async () => {
    fakeServer({ 'POST /api/thing': () => new Refusal('badRequest', 'persons.0.email') })
    const failure = createApi(fakeFrame(), { boot }).post('/api/thing', schema)
    await expect(failure).rejects.toBeInstanceOf(ApiError)
    await expect(failure).rejects.toMatchObject({ code: 'badRequest', field: 'persons.0.email' })
  })

  it('an answer that is not what we know is an error, not a value', async () => {
    fakeServer({ 'GET /api/thing': () => ({ name: 5 }) })
    const api = createApi(fakeFrame(), { boot })
    await expect(api.get('/api/thing', schema)).rejects.toMatchObject({ code: 'unreadable' })
  })

  it('when no answer comes, then the page is offline', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')))
    const api = createApi(fakeFrame(), { boot })
    await expect(api.get('/api/thing', schema)).rejects.toMatchObject({ code: 'offline' })
  })

  it('when a proxy answers with a page of its own, then the page is offline', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<h1>502</h1>', { status: 502 })))
    const api = createApi(fakeFrame(), { boot })
    await expect(api.get('/api/thing', schema)).rejects.toMatchObject({ code: 'offline' })
  })

  it('without what the page door seals in, a reload of the portal’s page is needed', async () => {
    const asked = fakeServer({})
    const api = createApi(fakeFrame(), { boot: null })
    await expect(api.openSession()).rejects.toMatchObject({ code: 'reloadNeeded' })
    expect(asked).toEqual([])
  })

  it('every answer sets the server’s clock', async () => {
    fakeServer({ 'GET /api/thing': () => ({ name: 'a' }) })
    const clock = createServerClock(() => 0)
    await createApi(fakeFrame(), { boot, clock }).get('/api/thing', schema)
    expect(clock.now()).toBe(serverNow)
  })
})

describe('boot', () => {
  it('is read from the page, and is absent after a reload of the frame alone', () => {
    document.body.innerHTML =
      '<script type="application/json" id="boot">{"boot":"abc","placement":"DEFAULT"}</script>'
    expect(readBoot()).toBe('abc')
    document.body.innerHTML = ''
    expect(readBoot()).toBeNull()
  })
})
