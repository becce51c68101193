import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler } from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countRefusals } from '../../../../server/http/rate-limits.ts'

const limit = 3

describe('a door that holds up whoever is refused too often', () => {
  const held: (() => void)[] = []
  let server: ReturnType<ReturnType<typeof express>['listen']>
  let url = ''
  let hungUp = 0

  beforeEach(async () => {
    const doors = express()
    const { count, holdUp } = countRefusals({ limit, minutes: 1 })
    doors.use(count)
    doors.use(holdUp(({ query }) => Promise.resolve('proof' in query)))
    doors.get('/proven', (_request, response) => {
      held.push(() => response.end())
      response.once('close', () => {
        if (!response.writableFinished) hungUp += 1
      })
    })
    doors.get('/guessed', (_request, response) => void response.status(403).end())
    const refuse: ErrorRequestHandler = (_error, _request, response, next) => {
      if (response.headersSent) next()
      else response.status(429).end()
    }
    doors.use(refuse)
    server = doors.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  })

  afterEach(() => {
    held.length = 0
    hungUp = 0
    server.closeAllConnections()
    server.close()
  })

  const statusOf = async (path: string) => (await fetch(`${url}${path}`)).status

  it('takes any number at once of those who can prove themselves', async () => {
    const answers = Array.from({ length: 4 * limit }, () => statusOf('/proven'))
    await expect.poll(() => held.length).toBe(4 * limit)
    for (const answer of held) answer()
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
  })

  it('counts those who hang up before they are answered', async () => {
    for (let count = 1; count <= limit; count += 1) {
      const hangUp = new AbortController()
      const asked = fetch(`${url}/proven`, { signal: hangUp.signal })
      await expect.poll(() => held.length).toBe(count)
      hangUp.abort()
      await expect(asked).rejects.toThrow()
    }
    await expect.poll(() => hungUp).toBe(limit)
    expect(await statusOf('/guessed')).toBe(429)
  })

  it('and shuts when so many were refused, but not for who can prove himself', async () => {
    for (let count = 0; count < limit; count += 1) expect(await statusOf('/guessed')).toBe(403)
    expect(await statusOf('/guessed')).toBe(429)
    expect(await statusOf('/proven')).toBe(429)
    const proven = statusOf('/proven?proof')
    await expect.poll(() => held.length).toBe(1)
    held[0]?.()
    expect(await proven).toBe(200)
  })
})
