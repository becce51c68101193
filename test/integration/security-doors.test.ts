import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorBodySchema } from '../../shared/api/errors.ts'
import { routeTable } from '../support/route-table.ts'
import { startWorld, type World } from '../support/start-world.ts'

const json = { 'content-type': 'application/json' }

/** What doors do for whoever comes along, before anybody has proven anything. */
describe('the doors of the server', () => {
  let world: World

  beforeAll(async () => {
    world = await startWorld({ trustProxy: 1 })
    world.customer.installApp(1)
  }, 60_000)

  afterAll(() => world.stop())

  /** Each test comes from an address of its own, so that none uses up another's requests. */
  const ask = (path: string, init: RequestInit = {}, from = '192.0.2.1') =>
    fetch(`${world.appUrl}${path}`, {
      ...init,
      headers: { 'x-forwarded-for': from, ...(init.headers as Record<string, string>) },
    })

  const pageOf = (options: string) => {
    const { action, fields } = world.customer.frameFields(1, { placement: 'DEFAULT' })
    const body = new URLSearchParams({ ...fields, PLACEMENT_OPTIONS: options })
    return ask(action.replace(world.appUrl, ''), { method: 'POST', body })
  }

  it.each([
    ['/'],
    ['/app'],
    ['/rescue'],
    ['/privacy'],
    ['/licence'],
    ['/rescue/api/state'],
    ['/offline/verify.html'],
    ['/api/tickets'],
    ['/health'],
    ['/assets/none.js'],
    ['/no/such/page'],
    ['/%'],
  ])('%s may run no scripts but our own files', async (path) => {
    expectStrict((await ask(path)).headers.get('content-security-policy'))
  })

  it('nor may the page that a portal opens, and the only inline script carries a nonce', async () => {
    const page = await pageOf('{}')
    const policy = page.headers.get('content-security-policy')
    expectStrict(policy)
    const nonce = /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
    const html = await page.text()
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)].map(([tag]) => tag)
    expect(inline).toEqual([expect.stringContaining(`nonce="${nonce ?? 'none'}"`)])
    const again = (await pageOf('{}')).headers.get('content-security-policy')
    expect(again).not.toContain(nonce)
  })

  function expectStrict(policy: string | null): void {
    expect(policy).toContain("default-src 'none'")
    const scripts = /script-src ([^;]*)/.exec(policy ?? '')?.[1] ?? ''
    expect(scripts).not.toMatch(/unsafe|\*|data:|https?:/)
  }

  it.each(['</script><script>alert(1)</script>', '<!--<script>', "$'", '$`', '$&', '\u2028'])(
    'what a portal says of its page, like %s, comes back as it was and ends nothing',
    async (evil) => {
      const html = await (await pageOf(JSON.stringify({ evil }))).text()
      const boot = /<script type="application\/json" id="boot"[^>]*>(.*?)<\/script>/s.exec(
        html,
      )?.[1]
      const schema = z.object({ placementOptions: z.string() })
      const { placementOptions } = schema.parse(JSON.parse(boot ?? ''))
      expect(JSON.parse(placementOptions)).toEqual({ evil })
      const plain = await (await ask('/app')).text()
      expect(html.split('<script')).toHaveLength(plain.split('<script').length + 1)
    },
  )

  it('every one that anybody may open counts who asks', async () => {
    const open = routeTable(world.app.server).filter(({ path }) => !path.startsWith('/api/'))
    expect(open.length).toBeGreaterThan(8)
    for (const { method, path } of [...open, { method: 'POST', path: '/api/session' }]) {
      const answer = await ask(path === '' ? '/' : path.replace(/:\w+/, 'x'), { method })
      expect(answer.headers.get('ratelimit-limit'), `${method} ${path}`).toMatch(/^\d+$/)
    }
  })

  it.each([
    ['/bitrix/events', 600, '198.51.100.1'],
    ['/bitrix/robots', 600, '198.51.100.2'],
    ['/api/session', 60, '198.51.100.3'],
  ])(
    '%s holds up an address that was refused %i times in a minute, and nobody else',
    async (path, most, from) => {
      const refused = () => ask(path, { method: 'POST', body: '{}', headers: json }, from)
      for (let count = 0; count < most; count += 20) {
        const answers = await Promise.all(Array.from({ length: 20 }, refused))
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]))
      }
      const last = await refused()
      expect(last.status).toBe(429)
      expect(errorBodySchema.parse(await last.json()).code).toBe('tooManyAttempts')
      const other = await ask(path, { method: 'POST', body: '{}', headers: json }, '203.0.113.7')
      expect(other.status).toBe(400)
    },
  )

  it('what cannot be read counts as refused like what cannot be proven', async () => {
    const body = new URLSearchParams(Array.from({ length: 1001 }, () => ['a', '1']))
    const refused = () => ask('/bitrix/events', { method: 'POST', body }, '198.51.100.4')
    for (let count = 0; count < 600; count += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, refused))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]))
    }
    const brief = new URLSearchParams({ event: 'ONAPPTEST' })
    const last = await ask('/bitrix/events', { method: 'POST', body: brief }, '198.51.100.4')
    expect(last.status).toBe(429)
  })

  it.each([
    ['half a JSON', '{"a":', json, 'body', 'could not be read'],
    ['another alphabet', '{}', { 'content-type': 'application/json; charset=x' }, 'body', ''],
    ['no JSON at all', 'a=b', { 'content-type': 'text/plain' }, 'body', ''],
    ['a list', '[]', json, 'body', ''],
    ['too much', `"${'x'.repeat(300_000)}"`, json, 'body', 'is too large'],
    [
      'a character 0',
      JSON.stringify({ accessToken: 'a\0', boot: 'b' }),
      json,
      'accessToken',
      'code 0',
    ],
  ])(
    '%s in place of a body is refused, and the answer says where',
    async (_what, body, headers, field, words) => {
      const answer = await ask('/api/session', { method: 'POST', body, headers }, '192.0.2.9')
      expect(answer.status).toBe(400)
      const error = errorBodySchema.parse(await answer.json())
      expect(error).toMatchObject({ code: 'badRequest', field })
      expect(error.message).toContain(words)
    },
  )

  it('an address that cannot be read is refused like one', async () => {
    const answer = await ask('/api/contracts/%zz')
    expect(answer.status).toBe(401)
    const page = await ask('/rescue/api/tickets/%zz')
    expect(errorBodySchema.parse(await page.json()).field).toBe('address')
  })
})
