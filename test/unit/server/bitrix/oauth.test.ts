import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createGuard } from '../../../../server/bitrix/guard.ts'
import { clientEndpointSchema, createOAuth } from '../../../../server/bitrix/oauth.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

const keys = { clientId: 'app.1', clientSecret: 'secret' }

const oauthOf = (...oauthHosts: string[]) =>
  createOAuth({
    guard: createGuard({ allowPrivate: ['127.0.0.1'], timeoutMs: 2000, maxBytes: 10_000 }),
    oauthHosts,
    clock: { now: () => 0 },
  })

describe('the secret of our app', () => {
  it.each([
    'https://evil.example/rest/',
    'https://oauth.bitrix.info.evil.example/rest/',
    'https://oauth.bitrix.info@evil.example/rest/',
    'https://oauth.bitrix.info:443@evil.example/rest/',
    'https://evil.example/oauth.bitrix.info/rest/',
    'https://evil.example#https://oauth.bitrix.info/',
    'https://oauth.bitrix.info:8443/rest/',
    'https://oauth.bitrix.info./rest/',
    'http://oauth.bitrix.info/rest/',
    'https://oauth。bitrix。info.evil.example/',
    'oauth.bitrix.info',
    '',
  ])('does not go to %s', async (server) => {
    const oauth = oauthOf('https://oauth.bitrix.info')

    expect(oauth.isAllowed(server)).toBe(false)
    await expect(oauth.refresh(keys, server, 'refresh-token')).rejects.toThrow('not on the list')
    await expect(oauth.appInfo(server, 'access-token')).rejects.toThrow('not on the list')
  })

  it.each(['https://oauth.bitrix.info/rest/', 'https://OAUTH.bitrix.info:443/rest/'])(
    'may go to %s',
    (server) => {
      expect(oauthOf('https://oauth.bitrix.info').isAllowed(server)).toBe(true)
    },
  )

  it('is not sent on when a server on the list passes us to another', async () => {
    const heard: string[] = []
    const other = await serve((request, response) => {
      heard.push(request.url ?? '')
      response.end('{}')
    })
    const known = await serve((_request, response) => {
      response.writeHead(307, { location: `${other}/oauth/token/` }).end()
    })

    await expect(oauthOf(known).refresh(keys, `${known}/rest/`, 'token')).rejects.toMatchObject({
      code: 'PORTAL_MOVED',
    })
    expect(heard).toEqual([])
  })
})

describe('the address of a portal’s REST', () => {
  it.each([
    ['https://portal.example/rest', 'https://portal.example/rest/'],
    ['https://me:secret@portal.example/rest/?a=1#b', 'https://portal.example/rest/'],
    ['https://0x7f.1/rest/', 'https://127.0.0.1/rest/'],
  ])('%s is kept as %s', (given, kept) => {
    expect(clientEndpointSchema.parse(given)).toBe(kept)
  })

  it.each(['ftp://portal.example/', 'javascript:alert(1)', 'file:///etc/passwd', 'portal', ''])(
    '%s is none',
    (given) => {
      expect(clientEndpointSchema.safeParse(given).success).toBe(false)
    },
  )
})
