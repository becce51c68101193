import type { Server } from 'node:http'
import express, { type Express } from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen } from '../../../server/listen.ts'
import { freePort } from '../../support/free-port.ts'

const host = '127.0.0.1'
const prototypeOf = (made: object): unknown => Object.getPrototypeOf(made)

describe('listening', () => {
  let doors: Express
  let port: number
  let server: Server

  beforeEach(async () => {
    doors = express()
    port = await freePort()
    server = await listen(doors, { port, host })
  })
  afterEach(() => {
    server.close()
    server.closeAllConnections()
  })

  it('says in its error that the port is taken', async () => {
    await expect(listen(express(), { port, host })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('makes requests and responses as Express wants them, so that it changes none', async () => {
    const made: unknown[] = []
    const given: unknown[] = []
    server.prependListener('request', (request, response) => {
      made.push(prototypeOf(request), prototypeOf(response))
    })
    doors.get('/', (request, response) => {
      given.push(prototypeOf(request), prototypeOf(response))
      response.status(201).json({ by: request.hostname, inside: request.app === doors })
    })
    const answer = await fetch(`http://${host}:${String(port)}/`)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ by: host, inside: true })
    const isSame = given.map((prototype, index) => prototype === made[index])
    expect(isSame).toEqual([true, true])
  })
})
