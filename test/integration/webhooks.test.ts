import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type WebhookBody,
  webhookBodySchema,
  webhookListSchema,
  webhookMadeSchema,
} from '../../shared/api/webhooks.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, moveItem, openBridge } from '../support/open-bridge.ts'
import { visit, type Visitor } from '../support/visit.ts'

const minuteMs = 60_000

type Received = { headers: Record<string, unknown>; text: string; body: WebhookBody }

/** A system of a party's own, which answers as it is told to. */
async function startReceiver() {
  const received: Received[] = []
  const state = { status: 200 }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const body = webhookBodySchema.parse(JSON.parse(text))
      received.push({ headers: request.headers, text, body })
      response.writeHead(state.status, { location: 'http://localhost:1/' }).end()
    })
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    received,
    state,
    url: `http://localhost:${String(port)}/sla`,
    events: () => received.map(({ body }) => body.event),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What happens to tickets is told to systems of the parties' own. */
describe('webhooks', () => {
  let bridge: Bridge
  let receiver: Awaited<ReturnType<typeof startReceiver>>
  let admin: Visitor

  beforeEach(async () => {
    receiver = await startReceiver()
    bridge = await openBridge()
    admin = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
  })
  afterEach(async () => {
    await bridge.world.stop()
    await receiver.close()
  })

  const register = (url = receiver.url) => admin.post('/api/webhooks', webhookMadeSchema, { url })

  const logOf = async () => {
    const { webhooks } = await admin.get('/api/webhooks', webhookListSchema)
    return webhooks[0]?.deliveries ?? []
  }

  async function live() {
    const itemId = await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    const mirrorId = await bridge.mirrorOf()
    await comment(bridge.partner, mirrorId, '#клиенту Смотрим.')
    await bridge.world.settle()
    await moveItem(bridge.partner, mirrorId, 'proposed')
    await bridge.world.settle()
    return itemId
  }

  it('a ticket’s events arrive signed, in order, each once, in the documented form', async () => {
    const { secret } = await register()
    const itemId = await live()
    await bridge.sweep(5)
    expect(receiver.events()).toEqual(['registered', 'partnerReplied', 'solutionProposed'])
    expect(receiver.received[2]?.body).toMatchObject({
      side: 'customer',
      ticket: { number: '1', title: 'Нет печати', level: 2, stage: 'proposed', itemId },
    })
    for (const { headers, text, body } of receiver.received) {
      const timestamp = String(headers['x-sla-timestamp'])
      const hash = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')
      expect(headers['x-sla-signature']).toBe(`v1=${hash}`)
      expect(headers['x-sla-delivery']).toBe(body.id)
      expect(headers['x-sla-event']).toBe(body.event)
    }
    expect((await logOf()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
  })

  it.each([500, 302])(
    'a receiver that answers with %i is asked again later, and later events of the ticket wait for it',
    async (status) => {
      await register()
      receiver.state.status = status
      await live()
      expect(receiver.events()).toEqual(['registered'])
      expect((await logOf()).at(-1)).toMatchObject({
        state: 'waiting',
        attempts: 1,
        problem: `HTTP ${String(status)}`,
      })
      receiver.state.status = 204
      await bridge.world.settle()
      expect(receiver.events()).toHaveLength(1)
      bridge.world.clock.advance(minuteMs)
      await bridge.world.settle()
      expect(receiver.events()).toEqual([
        'registered',
        'registered',
        'partnerReplied',
        'solutionProposed',
      ])
    },
  )

  it('a receiver that stays away is given up in the end, and the log says why', async () => {
    await register()
    receiver.state.status = 503
    await fileTicket(bridge.customer, { title: 'Нет печати' })
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await bridge.world.settle()
      bridge.world.clock.advance(13 * 60 * minuteMs)
    }
    expect((await logOf()).at(-1)).toMatchObject({ state: 'failed', problem: 'HTTP 503' })
  })

  it('the test button sends an event about no ticket, once', async () => {
    const { webhooks } = await register()
    await admin.post(`/api/webhooks/${webhooks[0]?.id ?? ''}/test`, webhookListSchema)
    await bridge.world.settle()
    expect(receiver.received.map(({ body }) => [body.event, body.ticket])).toEqual([['test', null]])
  })

  it('nothing is sent into private networks, also not to those where a portal may live', async () => {
    await register('https://127.0.0.1:8443/sla')
    await fileTicket(bridge.customer, { title: 'Нет печати' })
    await bridge.world.settle()
    expect((await logOf())[0]?.problem).toContain('must not be reached')
  })

  it.each(['http://hooks.example/sla', 'ftp://hooks.example/', 'https://me:secret@hooks.example/'])(
    'the address %s is not taken',
    async (url) => {
      const answer = await admin.raw('POST', '/api/webhooks', { url })
      expect(answer.status).toBe(400)
    },
  )

  it('only administrators see and change them, each portal its own', async () => {
    const { webhooks } = await register()
    const id = webhooks[0]?.id ?? ''
    const stranger = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    expect((await stranger.get('/api/webhooks', webhookListSchema)).webhooks).toEqual([])
    expect((await stranger.raw('DELETE', `/api/webhooks/${id}`)).status).toBe(404)
    expect((await stranger.raw('POST', `/api/webhooks/${id}/test`)).status).toBe(404)
    expect((await bridge.customer.raw('GET', '/api/webhooks')).status).toBe(403)
    expect((await admin.raw('DELETE', `/api/webhooks/${id}`)).status).toBe(200)
    await live()
    expect(receiver.received).toEqual([])
  })
})
