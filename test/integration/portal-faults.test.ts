import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Rest,
  type Sandbox,
  admin,
  prepareProcess,
  restAs,
  resultOf,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let rest: Rest
let entityTypeId: number
beforeEach(async () => {
  sandbox = await startSandbox()
  rest = restAs(sandbox.portal, admin)
  entityTypeId = (await prepareProcess(rest)).entityTypeId
  await resultOf(rest('event.bind', { event: 'ONCRMDYNAMICITEMADD', handler: sandbox.handlerUrl }))
})
afterEach(() => sandbox.close())

const add = () => rest('crm.item.add', { entityTypeId, fields: { title: 'Новое' } })
const count = async () => (await rest('crm.item.list', { entityTypeId })).body['total']
const ids = async () => {
  await sandbox.emulator.idle()
  const events = sandbox.events as unknown as { data: { FIELDS: { ID: string } } }[]
  return events.map((event) => event.data.FIELDS.ID)
}

describe('fault of a call', () => {
  it('loses the answer after the write took place', async () => {
    sandbox.portal.faults.add({ fault: 'answerLost', target: 'crm.item.add' })
    await expect(add()).rejects.toThrow()
    expect(await count()).toBe(1)
  })

  it('cuts the connection before anything took place', async () => {
    sandbox.portal.faults.add({ fault: 'reset', target: 'crm.item.*' })
    await expect(add()).rejects.toThrow()
    expect(await count()).toBe(0)
  })

  it.each([
    ['limit503', 503, 'QUERY_LIMIT_EXCEEDED'],
    ['limit429', 429, 'OPERATION_TIME_LIMIT'],
    ['tokenExpired', 401, 'expired_token'],
    ['restClosed', 403, 'ACCESS_DENIED'],
    ['portalDeleted', 500, 'PORTAL_DELETED'],
    ['methodMissing', 404, 'ERROR_METHOD_NOT_FOUND'],
  ] as const)('%s answers %i, once', async (fault, status, code) => {
    sandbox.portal.faults.add({ fault })
    const answer = await add()
    expect([answer.status, answer.body['error']]).toEqual([status, code])
    expect((await add()).status).toBe(200)
  })

  it('answers HTML, late, or from another address', async () => {
    const { faults, url } = sandbox.portal
    const ask = () => fetch(`${url}/rest/profile`, { redirect: 'manual' })
    faults.add({ fault: 'html500' })
    expect((await ask()).headers.get('content-type')).toBe('text/html')
    faults.add({ fault: 'moved', to: 'http://localhost:1' })
    const moved = await ask()
    expect([moved.status, moved.headers.get('location')]).toEqual([
      302,
      'http://localhost:1/rest/profile',
    ])
    faults.add({ fault: 'slow', ms: 60 })
    const startedAt = performance.now()
    await ask()
    expect(performance.now() - startedAt).toBeGreaterThan(50)
  })

  it('strikes inside a batch, for its method only', async () => {
    sandbox.portal.faults.add({ fault: 'limit429', target: 'crm.item.add' })
    const cmd = {
      first: 'user.admin',
      second: `crm.item.add?entityTypeId=${entityTypeId}&fields[title]=x`,
    }
    const { result, result_error } = await resultOf<Record<string, unknown>>(rest('batch', { cmd }))
    expect(result).toEqual({ first: true })
    expect(result_error).toMatchObject({ second: { error: 'OPERATION_TIME_LIMIT' } })
  })
})

describe('fault of events', () => {
  it('loses, doubles, delays and swaps them', async () => {
    const { faults } = sandbox.portal
    faults.add({ fault: 'eventLost' })
    await add()
    faults.add({ fault: 'eventDoubled' })
    await add()
    expect(await ids()).toEqual(['2', '2'])
    faults.add({ fault: 'eventDelayed', ms: 150 })
    await add()
    await add()
    expect((await ids()).slice(2)).toEqual(['4', '3'])
    faults.add({ fault: 'eventSwapped' })
    await add()
    await add()
    expect((await ids()).slice(4)).toEqual(['6', '5'])
  })

  it('blocks the queue server while REST goes on', async () => {
    sandbox.portal.faults.add({ fault: 'queueBlocked' })
    expect((await add()).status).toBe(200)
    expect(await ids()).toEqual([])
    sandbox.portal.faults.clear()
    await add()
    expect(await ids()).toEqual(['2'])
  })

  it('brings no tokens when a robot did it', async () => {
    await resultOf(
      rest('event.bind', { event: 'ONCRMDYNAMICITEMUPDATE', handler: sandbox.handlerUrl }),
    )
    await add()
    await sandbox.portal.changeAsRobot(entityTypeId, 1, { title: 'Изменил робот' })
    await sandbox.emulator.idle()
    const [added, changed] = sandbox.events as unknown as { auth: Record<string, string> }[]
    expect(added?.auth).toHaveProperty('access_token')
    expect(changed?.auth).not.toHaveProperty('access_token')
    expect(changed?.auth).toHaveProperty('application_token')
  })
})

describe('state of the portal', () => {
  it('is down for a time', async () => {
    sandbox.portal.faults.add({ fault: 'portalDown', forMs: 60_000 })
    await expect(add()).rejects.toThrow()
    sandbox.advance(60_000)
    expect((await add()).status).toBe(200)
  })

  it('has a wrong clock', async () => {
    sandbox.portal.faults.add({ fault: 'clockSkew', ms: -600_000 })
    expect(await resultOf(rest('server.time'))).toBe('2026-03-02T08:50:00+03:00')
  })

  it('has not paid', async () => {
    sandbox.portal.faults.add({ fault: 'paymentExpired' })
    expect(await resultOf(rest('app.info'))).toMatchObject({ PAYMENT_EXPIRED: 'Y', DAYS: -1 })
    const { refreshToken } = sandbox.portal.issueTokens(admin)
    const response = await fetch(`${sandbox.emulator.oauthUrl}oauth/token/`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'local.sandbox',
        client_secret: 'sandbox-secret',
        refresh_token: refreshToken,
      }),
    })
    expect(await response.json()).toMatchObject({ error: 'PAYMENT_REQUIRED' })
  })

  it('loses its smart process', async () => {
    sandbox.portal.dropSmartProcess(entityTypeId)
    expect((await add()).body['error']).toBe('NOT_FOUND')
  })
})

describe('switchboard', () => {
  it('is worked over HTTP', async () => {
    const address = `${sandbox.portal.url}/_emulator/faults`
    const send = async (method: string, body?: unknown) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(address, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return [response.status, (await response.json()) as unknown]
    }
    const rule = { fault: 'limit503', target: 'crm.*', times: 2 }
    expect(await send('POST', rule)).toEqual([200, { rules: [rule] }])
    expect((await add()).status).toBe(503)
    expect((await rest('profile')).status).toBe(200)
    expect((await send('POST', { fault: 'nonsense' }))[0]).toBe(400)
    expect(await send('DELETE')).toEqual([200, { rules: [] }])
    expect((await add()).status).toBe(200)
  })
})
