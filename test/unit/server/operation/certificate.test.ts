import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { createServer } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createReadCertificate } from '../../../../server/operation/certificate.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url))
const hourMs = 60 * 60_000

/** Somebody stands at our address. @returns its port, and how often it was looked at */
async function listen(server: ReturnType<typeof createServer>) {
  const looks = { count: 0 }
  server.on('connection', () => (looks.count += 1)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, looks }
}

describe('the certificate of our address', () => {
  const clock = { at: 0, now: () => clock.at }

  it('is read with its end and with what is wrong with it, once an hour', async () => {
    const [key, cert] = [fixture('key.pem'), fixture('certificate.pem')]
    const { port, looks } = await listen(createServer({ key, cert }))
    const read = createReadCertificate(`https://localhost:${String(port)}`, clock)
    expect(await read()).toEqual({
      host: 'localhost',
      until: Date.parse(new X509Certificate(cert).validTo),
      problem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    await read()
    expect(looks.count).toBe(1)
    clock.at += hourMs
    await read()
    expect(looks.count).toBe(2)
  })

  it('is missed where something else answers, or nobody', async () => {
    const { port } = await listen(
      createTcpServer((socket) => socket.end('nothing of TLS')) as never,
    )
    const read = createReadCertificate(`https://localhost:${String(port)}`, clock)
    const view = await read()
    expect(view).toMatchObject({ until: null })
    expect(view?.problem).not.toBeNull()
  })

  it('is not looked for where our address is not HTTPS', async () => {
    expect(await createReadCertificate('http://localhost:1', clock)()).toBeNull()
  })
})
