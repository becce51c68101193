import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'

/** Linux says here what it gives to whoever asks for any port: «32768 60999». */
const systemsOwn = '/proc/sys/net/ipv4/ip_local_port_range'

describe('free ports', () => {
  it.runIf(existsSync(systemsOwn))('are none that the system gives to others', async () => {
    const [lowest, highest] = readFileSync(systemsOwn, 'utf8').trim().split(/\s+/).map(Number)
    const port = await freePort()
    expect(port < (lowest ?? 0) || port > (highest ?? 0)).toBe(true)
  })

  it('are another one each time, used or not', async () => {
    const ports = new Set<number>()
    for (let round = 0; round < 50; round += 1) ports.add(await freePort())
    expect(ports.size).toBe(50)
  })

  it('are listened at by nobody', async () => {
    const first = await freePort()
    const taken = createServer().listen(first + 1, '127.0.0.1')
    await once(taken, 'listening')
    expect(await freePort()).not.toBe(first + 1)
    taken.close()
  })
})
