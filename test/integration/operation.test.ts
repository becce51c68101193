import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { portalConditionSchema } from '../../shared/api/condition.ts'
import { metricsDoor } from '../../server/operation/metrics-door.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'

const conditionsSchema = z.object({ portals: z.array(portalConditionSchema) })

describe('those who run the desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-rest-log-'))
  let world: World
  let door: Server
  let watched = ''

  beforeAll(async () => {
    writeFileSync(join(folder, 'rest-2020-01-01.ndjson'), '')
    world = await startWorld({ restLogFolder: folder })
    door = metricsDoor(world.app).listen(0, '127.0.0.1')
    await once(door, 'listening')
    watched = `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`
    await linkPortals(world)
    const accountant = await visit(world.appUrl, world.customer, 7)
    const itemId = await fileTicket(accountant, { title: 'Касса не открывается' })
    await world.settle()
    await accountant.raw('GET', `/api/tickets/by-item/${String(itemId)}`)
    await accountant.raw('POST', `/api/tickets/by-item/${String(itemId)}/level`, {})
    await fetch(`${world.appUrl}/bitrix/events`, { method: 'POST' })
  })

  afterAll(async () => {
    door.close()
    await world.stop()
    rmSync(folder, { recursive: true })
  })

  it('see requests, calls and queues by route, method and outcome, and nothing of anybody', async () => {
    const text = await (await fetch(`${watched}/metrics`)).text()
    expect(text).toMatch(/sla_rest_call_seconds_count\{method="batch",outcome="ok"\} [1-9]/)
    expect(text).toMatch(/sla_job_step_seconds_count\{job="processInbox",outcome="worked"\} [1-9]/)
    expect(text).toMatch(/sla_queue_waiting\{queue="inbox"\} 0/)
    expect(text).toMatch(/sla_http_request_seconds_count\{method="POST",route="\/bitrix\/events",/)
    expect(text).toMatch(/route="\/api\/tickets\/by-item\/:itemId",status="2xx"/)
    expect(text).toMatch(/route="\/api\/tickets\/by-item\/:id\/level",status="4xx"/)
    expect(text).toMatch(/route="\/bitrix\/events",status="4xx"/)
    expect(text).not.toMatch(/Касса|by-item\/\d/)
    for (const { memberId } of [world.customer, world.partner]) expect(text).not.toContain(memberId)
  })

  it('see how each portal does, of all partners', async () => {
    await world.app.jobs.notePulse()
    const answer = await fetch(`${watched}/condition`)
    const { portals } = conditionsSchema.parse(await answer.json())
    expect(portals.map(({ host, standing }) => [host, standing])).toEqual([
      [world.partner.domain, 'ready'],
      [world.customer.domain, 'ready'],
    ])
    for (const { budget } of portals) expect(budget?.lastHour).toBeGreaterThan(0)
  })

  it('find each call to a portal with its answer, without secrets and without people’s words', () => {
    const names = readdirSync(folder)
    expect(names).not.toContain('rest-2020-01-01.ndjson')
    const text = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('')
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { method: string; methods?: string[] })
    const methods = lines.flatMap((line) => [line.method, ...(line.methods ?? [])])
    expect(methods).toEqual(expect.arrayContaining(['batch', 'crm.item.get', 'profile']))
    expect(text).not.toContain('Касса')
    expect(text).not.toMatch(/auth=|access_token":"[^0-9]/)
  })

  it('are told that no more should be sent here, before it stops', async () => {
    const ready = () => fetch(`${world.appUrl}/ready`)
    expect((await ready()).status).toBe(200)
    world.app.announceStop()
    expect((await ready()).status).toBe(503)
    expect((await fetch(`${world.appUrl}/health`)).status).toBe(200)
  })
})
