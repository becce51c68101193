import { B24OAuth } from '@bitrix24/b24jssdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Sandbox,
  admin,
  prepareProcess,
  restAs,
  restWith,
  startSandbox,
} from '../portal/sandbox.ts'

let sandbox: Sandbox
let movedMs = 0
beforeAll(async () => {
  // The SDK measures a token's life by the wall clock.
  sandbox = await startSandbox({
    clock: { now: () => Date.now() + movedMs },
    sessionUser: (request) => (request.headers.cookie === 'user=1' ? admin : null),
    advanceClock: (ms) => {
      movedMs += ms
    },
  })
})
afterAll(() => sandbox.close())

const keys = { client_id: 'local.sandbox', client_secret: 'sandbox-secret' }

async function token(params: Record<string, string>, method = 'POST') {
  const form = new URLSearchParams({ grant_type: 'refresh_token', ...keys, ...params })
  const address = `${sandbox.emulator.oauthUrl}oauth/token/`
  const response = await (method === 'POST'
    ? fetch(address, { method, body: form })
    : fetch(`${address}?${form.toString()}`))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function appInfo(auth: string) {
  const response = await fetch(`${sandbox.emulator.oauthUrl}rest/app.info?auth=${auth}`)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

function sdkClient() {
  const { portal, emulator } = sandbox
  const pair = portal.issueTokens(admin)
  const client = new B24OAuth(
    {
      applicationToken: '',
      userId: admin,
      memberId: portal.memberId,
      accessToken: pair.accessToken,
      refreshToken: pair.refreshToken,
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: 'crm',
      domain: portal.domain,
      clientEndpoint: `${portal.url}/rest/`,
      serverEndpoint: `${emulator.oauthUrl}rest/`,
      status: 'L',
    },
    { clientId: keys.client_id, clientSecret: keys.client_secret },
    { restrictionParams: { maxRetries: 1 } },
  )
  return client
}

describe('refresh', () => {
  it.each(['GET', 'POST'])('by %s gives a new pair, once', async (method) => {
    const { refreshToken } = sandbox.portal.issueTokens(admin)
    const first = await token({ refresh_token: refreshToken }, method)
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({
      member_id: sandbox.portal.memberId,
      user_id: admin,
      client_endpoint: `${sandbox.portal.url}/rest/`,
      expires_in: 3600,
    })
    const me = await restWith(sandbox.portal, first.body['access_token'] as string, {
      method: 'user.admin',
    })
    expect(me.body['result']).toBe(true)
    const second = await token({ refresh_token: refreshToken }, method)
    expect([second.status, second.body['error']]).toEqual([400, 'invalid_grant'])
  })

  it('is refused with a wrong secret and spares the token', async () => {
    const { refreshToken } = sandbox.portal.issueTokens(admin)
    const wrong = await token({ refresh_token: refreshToken, client_secret: 'x' })
    expect([wrong.status, wrong.body['error']]).toEqual([401, 'invalid_client'])
    expect((await token({ refresh_token: refreshToken })).status).toBe(200)
  })

  it("is refused for another app's token", async () => {
    const foreign = sandbox.emulator.foreignToken(sandbox.portal.memberId, admin)
    expect((await token({ refresh_token: foreign.refreshToken })).body['error']).toBe(
      'invalid_client',
    )
  })
})

describe('authorization code', () => {
  it('is given to the logged-in person, once and for 30 seconds', async () => {
    const ask = async () => {
      const address = `${sandbox.portal.url}/oauth/authorize/?client_id=${keys.client_id}&state=S`
      const response = await fetch(address, { redirect: 'manual', headers: { cookie: 'user=1' } })
      return new URL(response.headers.get('location') ?? '').searchParams
    }
    const exchange = (code: string) => token({ grant_type: 'authorization_code', code })
    const query = await ask()
    expect(query.get('state')).toBe('S')
    expect(query.get('member_id')).toBe(sandbox.portal.memberId)
    const code = query.get('code') ?? ''
    expect((await exchange(code)).body).toMatchObject({ user_id: admin })
    expect((await exchange(code)).body['error']).toBe('invalid_grant')
    const late = (await ask()).get('code') ?? ''
    movedMs += 30_000
    expect((await exchange(late)).body['error']).toBe('invalid_grant')
  })
})

describe('app.info of the OAuth server', () => {
  it('proves app, portal and person', async () => {
    const { accessToken } = sandbox.portal.issueTokens(admin)
    expect((await appInfo(accessToken)).body['result']).toMatchObject({
      client_id: keys.client_id,
      user_id: admin,
      install: { installed: true, member_id: sandbox.portal.memberId, uri: sandbox.portal.url },
    })
  })

  it('shows a foreign app as foreign, and knows nobody else', async () => {
    const { accessToken } = sandbox.emulator.foreignToken(sandbox.portal.memberId, admin)
    const { result } = (await appInfo(accessToken)).body as { result: { client_id: string } }
    expect(result.client_id).not.toBe(keys.client_id)
    expect((await appInfo('nobody')).status).toBe(401)
    sandbox.emulator.expireTokens(sandbox.portal.memberId, admin)
    expect((await appInfo(accessToken)).body['error']).toBe('expired_token')
  })
})

describe('the SDK', () => {
  it('calls, lists and batches', async () => {
    const client = sdkClient()
    const { entityTypeId } = await prepareProcess(restAs(sandbox.portal, admin))
    const commands = Array.from({ length: 50 }, (_one, index) => ({
      method: 'crm.item.add',
      params: { entityTypeId, fields: { title: `Обращение ${index}` } },
    }))
    const made = await client.actions.v2.batch.make({
      calls: commands,
      options: { isHaltOnError: true },
    })
    expect(made.isSuccess).toBe(true)
    await client.actions.v2.call.make({
      method: 'crm.item.add',
      params: { entityTypeId, fields: {} },
    })

    const list = await client.actions.v2.callList.make<{ id: number }>({
      method: 'crm.item.list',
      params: { entityTypeId, select: ['id'] },
      idKey: 'id',
      customKeyForResult: 'items',
    })
    expect(list.getData()).toHaveLength(51)

    const chained = await client.actions.v2.batch.make<{ item: { id: number } }>({
      calls: {
        add: { method: 'crm.item.add', params: { entityTypeId, fields: { title: 'Первое' } } },
        get: { method: 'crm.item.get', params: { entityTypeId, id: '$result[add][item][id]' } },
      },
      options: { isHaltOnError: true },
    })
    const data = chained.getData() as unknown as { get: { item: { title: string } } }
    expect(data.get.item.title).toBe('Первое')
  })

  it('refreshes by itself when the token has expired', async () => {
    const client = sdkClient()
    sandbox.emulator.expireTokens(sandbox.portal.memberId, admin)
    const answer = await client.actions.v2.call.make<boolean>({ method: 'user.admin' })
    expect(answer.getData()?.result).toBe(true)
  })
})

describe('addresses for scripts', () => {
  it('tell what there is, mint tokens and move the clock', async () => {
    const { oauthUrl } = sandbox.emulator
    const overview = (await (await fetch(`${oauthUrl}_emulator`)).json()) as Record<string, unknown>
    expect(overview).toMatchObject({
      oauth: oauthUrl,
      portals: [
        { name: 'cloud', edition: 'cloud', app: { installed: true, version: 1 } },
        { name: 'box' },
      ],
      app: { url: 'http://127.0.0.1:9/app' },
    })
    const post = async (address: string, body: unknown) => {
      const response = await fetch(address, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
      return (await response.json()) as Record<string, unknown>
    }
    const pair = await post(`${sandbox.portal.url}/_emulator/token`, { userId: 2 })
    const me = await restWith(sandbox.portal, pair['accessToken'] as string, { method: 'profile' })
    expect(me.body['result']).toMatchObject({ ID: '2' })
    const before = Date.now()
    const { now } = await post(`${oauthUrl}_emulator/clock`, { advanceMs: 60_000 })
    expect(now).toBeGreaterThanOrEqual(before + 60_000)
  })
})
