import { createServer, type RequestListener, type Server } from 'node:http'
import type { Agent } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createAllowance, isPublic } from '../../../../server/bitrix/address.ts'
import { toBitrixError } from '../../../../server/bitrix/errors.ts'
import { createGuard } from '../../../../server/bitrix/guard.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

type Names = Record<string, { address: string; family: 4 | 6 }[]>

function guardOf(allowPrivate: string[] = [], names: Names = {}) {
  return createGuard({
    allowPrivate,
    timeoutMs: 400,
    maxBytes: 1000,
    resolve: (host) => {
      const found = names[host]
      return found ? Promise.resolve(found) : Promise.reject(new Error(`no ${host}`))
    },
  })
}

const get = (guard: ReturnType<typeof guardOf>, url: string) =>
  guard.request.get<unknown>(url).catch((error: unknown) => {
    throw toBitrixError('get', error)
  })

describe('isPublic', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'nonsense',
  ])('%s is not', (address) => {
    expect(isPublic(address)).toBe(false)
  })

  it.each(['8.8.8.8', '172.32.0.1', '::ffff:8.8.8.8', '2a00:1450:4010::8a', '2606:4700::1111'])(
    '%s is',
    (address) => {
      expect(isPublic(address)).toBe(true)
    },
  )
})

describe('createAllowance', () => {
  it('knows hosts by name in any spelling, and addresses by range', () => {
    const allowance = createAllowance(['Portal.LAN', '10.0.0.0/8', '192.168.7.7', 'fd12::/16'])

    expect(allowance.hasHost('portal.lan.')).toBe(true)
    expect(allowance.hasHost('other.lan')).toBe(false)
    expect(allowance.hasAddress('10.255.0.1')).toBe(true)
    expect(allowance.hasAddress('::ffff:10.0.0.1')).toBe(true)
    expect(allowance.hasAddress('192.168.7.7')).toBe(true)
    expect(allowance.hasAddress('192.168.7.8')).toBe(false)
    expect(allowance.hasAddress('[fd12::1]')).toBe(true)
  })
})

describe('an outgoing request', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0/',
    'https://①②⑦.⓪.⓪.①/',
    'https://0xa9fea9fe/latest/meta-data/',
    'https://0251.0376.0251.0376/',
    'https://127.0.0.1.:8443/',
    'https://public.example@127.0.0.1/',
    'https://public.example:443@10.0.0.1:22/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://[::]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[2002:a00:1::]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://rebound.example/',
    'https://mapped.example/',
    'https://MAPPED.example.:8443/',
    'https://everywhere.example/',
    'http://public.example/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/plain,hello',
  ])('to %s is refused before anything is sent', async (url) => {
    const guard = guardOf([], {
      'rebound.example': [{ address: '127.0.0.1', family: 4 }],
      'mapped.example': [{ address: '::ffff:10.0.0.1', family: 6 }],
      'mapped.example.': [{ address: '::ffff:10.0.0.1', family: 6 }],
      'everywhere.example': [
        { address: '192.168.0.1', family: 4 },
        { address: 'fe80::1%eth0', family: 6 },
        { address: 'fd12::1', family: 6 },
      ],
      'public.example': [{ address: '8.8.8.8', family: 4 }],
    })

    await expect(get(guard, url)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
      retry: 'never',
      isUncertain: false,
    })
  })

  it('goes to exactly the address that was looked at, with the host’s name', async () => {
    const port = await serve((request, response) => response.end(request.headers.host))
    const guard = guardOf(['portal.lan'], { 'portal.lan': [{ address: '127.0.0.1', family: 4 }] })

    const { data } = await get(guard, `http://portal.lan:${String(port)}/`)

    expect(data).toBe(`portal.lan:${String(port)}`)
  })

  it('by a name with a public and an inner address can only reach the public one', async () => {
    const known = { address: '8.8.8.8', family: 4 } as const
    const guard = guardOf([], { 'both.example': [{ address: '127.0.0.1', family: 4 }, known] })
    const { lookup } = (guard.request.defaults.httpsAgent as Agent).options

    const found = await new Promise((resolve) => {
      lookup?.('both.example', { all: true }, (_error, addresses) => {
        resolve(addresses)
      })
    })

    expect(found).toEqual([known])
  })

  it('goes to a private address by its range', async () => {
    const port = await serve((_request, response) => response.end('here'))

    const { data } = await get(guardOf(['127.0.0.0/8']), `http://127.0.0.1:${String(port)}/`)

    expect(data).toBe('here')
  })

  it('follows no redirect, not even to a good place', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://localhost/' }).end()
    })

    await expect(
      get(guardOf(['127.0.0.1']), `http://127.0.0.1:${String(port)}/`),
    ).rejects.toMatchObject({ code: 'PORTAL_MOVED', status: 302, isUncertain: false })
  })

  it('stops reading an answer that is too large', async () => {
    const port = await serve((_request, response) => response.end('x'.repeat(5000)))

    await expect(
      get(guardOf(['127.0.0.1']), `http://127.0.0.1:${String(port)}/`),
    ).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE', retry: 'never' })
  })

  it('stops waiting for an answer that trickles, and does not know whether it took effect', async () => {
    const port = await serve((_request, response) => {
      const drip = setInterval(() => response.write('.'), 100)
      response.on('close', () => {
        clearInterval(drip)
      })
    })

    await expect(
      get(guardOf(['127.0.0.1']), `http://127.0.0.1:${String(port)}/`),
    ).rejects.toMatchObject({ code: 'TIMEOUT', retry: 'later', isUncertain: true })
  })

  it('to a server that is off or a name that is unknown surely did nothing', async () => {
    const port = await serve(() => undefined)
    servers.pop()?.close()

    await expect(
      get(guardOf(['127.0.0.1']), `http://127.0.0.1:${String(port)}/`),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED', retry: 'later', isUncertain: false })
  })
})
