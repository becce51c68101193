import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PortalClient } from '../../server/bitrix/client.ts'
import { getUsers } from '../../server/bitrix/people.ts'
import type { Portal } from '../portal/types.ts'
import { type Kit, startKit } from './bitrix-kit.ts'

/** A host that answers in ways that the emulator does not. */
let odd: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
let calls: string[]
let kit: Kit
let portal: Portal
let client: PortalClient

beforeEach(async () => {
  kit = await startKit()
  portal = kit.emulator.portal('romashka')
  await kit.install(portal)
  calls = []
  odd = createServer((request, response) => {
    calls.push(request.url ?? '')
    request.resume().on('end', () => {
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
  const { port } = odd.address() as AddressInfo
  const row = kit.tokens.rows.get(portal.memberId)!
  kit.tokens.rows.set(portal.memberId, {
    ...row,
    clientEndpoint: `http://localhost:${String(port)}/rest/`,
  })
  kit.clients.forget(portal.memberId)
  client = await kit.clients.forPortal(portal.memberId)
})
afterEach(async () => {
  odd.closeAllConnections()
  odd.close()
  await kit.emulator.close()
})

const json = (status: number, body: unknown) => {
  answer = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}
const add = { method: 'crm.item.add', params: { a: [] }, read: (result: unknown) => result }

describe('a portal that has moved', () => {
  it('and redirects is asked again at the address that the OAuth server names', async () => {
    answer = (_request, response) => {
      response.writeHead(302, { location: 'http://evil.example/rest/' }).end()
    }

    expect(await client.run(getUsers([7]))).toEqual(new Map([[7, 'Анна Лебедева']]))
    expect(kit.tokens.rows.get(portal.memberId)?.clientEndpoint).toBe(`${portal.url}/rest/`)
    expect(await client.run(getUsers([1]))).toHaveProperty('size', 1)
    expect(calls).toHaveLength(1)
  })

  it('and calls the token expired is asked again there too', async () => {
    json(401, { error: 'expired_token', error_description: 'expired' })

    expect(await client.run(getUsers([7]))).toHaveProperty('size', 1)
    expect(calls).toHaveLength(1)
    expect(kit.tokens.counts.renewals).toBe(1)
  })
})

describe('a call that goes wrong', () => {
  it.each([
    ['HTTP 500', 500, { error: 'STRANGE' }, { code: 'STRANGE', retry: 'later', isUncertain: true }],
    [
      'a refusal without a code',
      400,
      { error: '', error_description: 'Поле обязательно' },
      { code: '', message: 'Поле обязательно', retry: 'never' },
    ],
    [
      'a refusal with HTTP 200',
      200,
      { error: '', error_description: 'Так нельзя' },
      { message: 'Так нельзя', retry: 'never', isUncertain: false },
    ],
    ['an answer without a result', 200, {}, { code: 'BAD_ANSWER', isUncertain: true }],
  ])('by %s is sent once and says so', async (_name, status, body, expected) => {
    json(status, body)

    await expect(client.run(add)).rejects.toMatchObject({ name: 'BitrixError', ...expected })
    expect(calls).toHaveLength(1)
  })

  it('by the limit is waited for, and says so when it does not end', async () => {
    json(503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' })

    await expect(client.run(add)).rejects.toMatchObject({ retry: 'later', isUncertain: false })
    expect(calls).toHaveLength(3)
  })

  it('by a page in place of an answer may have taken effect', async () => {
    answer = (_request, response) => response.end('<html>Установка обновлений</html>')

    await expect(client.run(add)).rejects.toMatchObject({ code: 'BAD_ANSWER', isUncertain: true })
  })

  it('by a broken connection is sent once and may have taken effect', async () => {
    answer = (request) => request.socket.destroy()

    await expect(client.run(add)).rejects.toMatchObject({ retry: 'later', isUncertain: true })
    expect(calls).toHaveLength(1)
  })

  it('in a batch says so of each command', async () => {
    json(500, { error: 'INTERNAL_SERVER_ERROR', error_description: 'Internal server error' })

    const outcomes = await client.runAll([getUsers([1]), getUsers([7])])

    expect(outcomes).toMatchObject([1, 2].map(() => ({ ok: false, error: { isUncertain: true } })))
    expect(calls).toHaveLength(1)
  })

  it('carries no token to whoever logs it', async () => {
    json(403, { error: 'insufficient_scope' })
    const { accessToken } = kit.tokens.rows.get(portal.memberId)!

    const error: unknown = await client.run(add).catch((caught: unknown) => caught)

    const told: string[] = []
    for (let one = error; one instanceof Error; one = one.cause)
      told.push(JSON.stringify(Object.entries(one)), one.message, String(one.stack))
    expect(told.join('\n')).toContain('insufficient_scope')
    expect(told.join('\n')).not.toContain(accessToken)
  })
})
