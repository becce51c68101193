import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Sandbox,
  admin,
  employee,
  outsider,
  resultOf,
  restAs,
  restWith,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const url = (path: string) => `${sandbox.portal.url}/rest/${path}`
const tokenOf = (userId: number) => sandbox.portal.issueTokens(userId).accessToken

describe('a call', () => {
  it('is answered with result and time, however it comes', async () => {
    const auth = tokenOf(employee)
    const ways = [
      fetch(url(`profile?auth=${auth}`)),
      fetch(url(`/profile.json?auth=${auth}`)),
      fetch(url('PROFILE'), { method: 'POST', body: new URLSearchParams({ auth }) }),
      fetch(url('profile'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ auth }),
      }),
      fetch(url('profile'), { headers: { authorization: `Bearer ${auth}` } }),
    ]
    for (const way of ways) {
      const response = await way
      const body = (await response.json()) as Record<string, Record<string, unknown>>
      expect(response.status).toBe(200)
      expect(body['result']).toMatchObject({ ID: '2', ADMIN: false, LAST_NAME: 'Сотрудников' })
      expect(body['time']).toMatchObject({ date_start: '2026-03-02T09:00:00+03:00', operating: 0 })
    }
  })

  it('from a browser is let through by the preflight', async () => {
    const response = await fetch(url('profile'), { method: 'OPTIONS' })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toContain('content-type')
  })

  it('takes PHP brackets in a form', async () => {
    const form = new URLSearchParams({
      auth: tokenOf(admin),
      'options[greeting]': 'привет',
      'options[deep][0]': 'a',
    })
    await fetch(url('app.option.set'), { method: 'POST', body: form })
    const rest = restAs(sandbox.portal, employee)
    expect(await resultOf(rest('app.option.get'))).toEqual({ greeting: 'привет', deep: ['a'] })
    expect(await resultOf(rest('app.option.get', { option: 'greeting' }))).toBe('привет')
  })
})

describe('a refusal', () => {
  const refusal = async (token: string, method = 'profile') => {
    const { status, body } = await restWith(sandbox.portal, token, { method })
    return [status, body['error']]
  }

  it('names what is wrong with the token', async () => {
    expect(await refusal('')).toEqual([401, 'NO_AUTH_FOUND'])
    expect(await refusal('nobody')).toEqual([401, 'NO_AUTH_FOUND'])
    expect(await refusal(tokenOf(outsider))).toEqual([403, 'user_access_error'])
  })

  it('comes when the hour of a token is over', async () => {
    const token = tokenOf(employee)
    sandbox.advance(3600_000)
    expect(await refusal(token)).toEqual([401, 'expired_token'])
    sandbox.advance(-3600_000)
    expect((await restWith(sandbox.portal, token, { method: 'profile' })).status).toBe(200)
  })

  it("meets another portal's token", async () => {
    sandbox.box.installApp(admin)
    const foreign = sandbox.box.issueTokens(admin).accessToken
    expect(await refusal(foreign)).toEqual([401, 'NO_AUTH_FOUND'])
  })

  it('tells an unknown method from a missing scope', async () => {
    expect(await refusal(tokenOf(employee), 'no.such.method')).toEqual([
      404,
      'ERROR_METHOD_NOT_FOUND',
    ])
    const narrow = await startSandbox({
      app: {
        clientId: 'a',
        clientSecret: 'b',
        url: 'http://127.0.0.1:9/',
        scope: ['user_brief'],
        code: 'narrow',
      },
    })
    const { status, body } = await restAs(narrow.portal, admin)('crm.type.list')
    expect([status, body['error']]).toEqual([403, 'insufficient_scope'])
    const person = await resultOf<Record<string, unknown>>(
      restAs(narrow.portal, admin)('user.current'),
    )
    expect(person).not.toHaveProperty('EMAIL')
    await narrow.close()
  })

  it('keeps the administrator and the application apart from others', async () => {
    const { body } = await restAs(sandbox.portal, employee)('app.option.set', { options: { a: 1 } })
    expect(body['error']).toBe('AccessException')
    const session = await sandbox.portal.callAsUser(admin, 'event.get')
    expect([session.status, session.body['error']]).toEqual([403, 'WRONG_AUTH_TYPE'])
  })
})

describe('batch', () => {
  type Batch = {
    result: unknown
    result_error: unknown
    result_total: unknown
    result_next: unknown
  }
  const batch = (cmd: unknown, halt = 0) =>
    resultOf<Batch>(restAs(sandbox.portal, admin)('batch', { cmd, halt }))

  it('runs commands in order and lets them use earlier results', async () => {
    const { result, result_error, result_total } = await batch({
      me: 'user.current',
      again: 'user.get?ID=$result[me][ID]',
    })
    expect(result).toMatchObject({ me: { ID: '1' }, again: [{ ID: '1', NAME: 'Анна' }] })
    expect(result_error).toEqual([])
    expect(result_total).toEqual({ again: 1 })
  })

  it('is a list when the commands were a list', async () => {
    const { result } = await batch(['profile', 'server.time'])
    expect(result).toMatchObject([{ ID: '1' }, '2026-03-02T09:00:00+03:00'])
  })

  it('goes on after a refusal, or stops when told to', async () => {
    const cmd = { bad: 'no.such', good: 'user.admin', inner: 'batch' }
    const on = await batch(cmd)
    expect(on.result).toEqual({ good: true })
    expect(on.result_error).toMatchObject({
      bad: { error: 'ERROR_METHOD_NOT_FOUND' },
      inner: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
    })
    const stopped = await batch(cmd, 1)
    expect(stopped.result).toEqual([])
    expect(Object.keys(stopped.result_error as object)).toEqual(['bad'])
  })

  it('refuses what comes after the fiftieth command', async () => {
    const { result, result_error } = await batch(
      Object.fromEntries(Array.from({ length: 51 }, (_one, index) => [`c${index}`, 'user.admin'])),
    )
    expect(Object.keys(result as object)).toHaveLength(50)
    expect(result_error).toMatchObject({ c50: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' } })
  })
})

describe('people and context', () => {
  it('finds persons by name and by filter', async () => {
    const rest = restAs(sandbox.portal, employee)
    const found = await resultOf<{ ID: string }[]>(rest('user.search', { FIND: 'админ' }))
    expect(found.map(({ ID }) => ID)).toEqual(['1'])
    const some = await resultOf<{ ID: string }[]>(rest('user.get', { FILTER: { '@ID': [2, 3] } }))
    expect(some.map(({ ID }) => ID)).toEqual(['2', '3'])
  })

  it('describes application, licence and production calendar', async () => {
    const rest = restAs(sandbox.portal, admin)
    expect(await resultOf(rest('app.info'))).toMatchObject({ INSTALLED: true, STATUS: 'L' })
    expect(await resultOf(rest('feature.get', { CODE: 'rest_offline_extended' }))).toEqual({
      value: 'Y',
    })
    expect(await resultOf(rest('calendar.settings.get'))).toMatchObject({
      work_time_start: '9',
      week_holidays: ['SA', 'SU'],
    })
    expect(await resultOf(rest('method.get', { name: 'crm.item.add' }))).toEqual({
      isExisting: true,
      isAvailable: true,
    })
    expect(await resultOf(rest('scope'))).toContain('crm')
    expect(await resultOf(rest('department.get', { PARENT: 1 }))).toMatchObject([
      { ID: '2', PARENT: '1', UF_HEAD: '1' },
    ])
    expect(await resultOf(rest('user.admin'))).toBe(true)
    await resultOf(rest('user.option.set', { options: { seen: 'Y' } }))
    expect(await resultOf(rest('user.option.get', { option: 'seen' }))).toBe('Y')
  })
})
