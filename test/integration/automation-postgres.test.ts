import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { webhookListSchema, webhookMadeSchema } from '../../shared/api/webhooks.ts'
import { makeDeal, runRobot } from '../support/automation.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { startDatabase } from '../support/start-database.ts'
import { visit } from '../support/visit.ts'

/** Robots, triggers and webhooks once on PostgreSQL; their stories are told on SQLite. */
describe('automation on PostgreSQL', () => {
  let bridge: Bridge

  beforeAll(async () => {
    bridge = await openBridge({ databaseUrl: await startDatabase() })
  }, 60_000)
  afterAll(() => bridge.world.stop())

  it('a robot called twice files one ticket, its trigger runs once, and a webhook hears of it', async () => {
    const { world } = bridge
    const admin = await visit(world.appUrl, world.customer, adminId)
    // Nobody is there: what was tried stands in the log.
    await admin.post('/api/webhooks', webhookMadeSchema, { url: 'http://localhost:9/sla' })
    world.customer.faults.add({ fault: 'eventDoubled', target: 'sla_create_ticket' })
    const { returned } = await runRobot(bridge, 'customer', {
      code: 'sla_create_ticket',
      properties: { filer: 'user_7', title: 'Нет печати', description: 'Не печатает.' },
      on: [2, await makeDeal(world.customer, 'Поставка муки')],
    })
    expect(returned).toMatchObject({ number: '1', error: '' })
    const executed = world.partner.executedTriggers().map(({ code }) => code)
    expect(executed).toEqual(['sla_registered'])
    const { webhooks } = await admin.get('/api/webhooks', webhookListSchema)
    expect(webhooks[0]?.deliveries).toMatchObject([{ event: 'registered', attempts: 1 }])
  })
})
