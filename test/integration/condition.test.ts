import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Condition, conditionSchema } from '../../shared/api/condition.ts'
import { contractListSchema, contractSchema } from '../../shared/api/contracts.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { contractDetails } from '../support/contract-details.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, openBridge } from '../support/open-bridge.ts'
import { contract, terms } from '../support/records.ts'
import { visit, type Visitor } from '../support/visit.ts'

describe('how everything does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-condition-'))
  let count = 0
  let bridge: Bridge
  let admin: Visitor

  beforeEach(async () => {
    count += 1
    bridge = await openBridge({ databaseFile: join(folder, `${String(count)}.db`) })
    admin = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
  }, 60_000)
  afterEach(() => bridge.world.stop())
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  async function condition(who = admin): Promise<Condition> {
    await bridge.world.app.jobs.notePulse()
    return who.get('/api/condition', conditionSchema)
  }

  it('names both portals with what is asked of them, and nothing that waits', async () => {
    const { world } = bridge
    await world.app.jobs.setUpPortals()
    const { portals, parked, server, ...rest } = await condition()
    expect(portals.map(({ host, customerName }) => [host, customerName])).toEqual([
      [world.partner.domain, null],
      [world.customer.domain, 'ООО «Ромашка»'],
    ])
    for (const one of portals) {
      expect(one).toMatchObject({ standing: 'ready', trouble: null, appVersion: '1' })
      expect(one.inbox.waiting + one.outbox.waiting).toBe(0)
      expect(one.budget?.lastHour).toBeGreaterThan(0)
      expect(one.budget?.answeredAt).toBeGreaterThan(world.clock.now() - 60_000)
    }
    expect(parked).toBe(0)
    expect(rest).toMatchObject({ endings: [], mails: { waiting: 0 }, webhooks: { waiting: 0 } })
    expect(server).toEqual({
      ...{ certificate: null, hasOlderKeys: false, hasOlderSecret: false, sendsMail: false },
    })
  })

  it('tells what waits for a portal that does not answer, and since when', async () => {
    const { world } = bridge
    world.customer.faults.add({ fault: 'portalDown' })
    const since = world.clock.now()
    while (await world.app.jobs.keepEvidence());
    await world.settle()
    world.clock.advance(20 * 60_000)
    await world.app.jobs.sweepPortals()
    await world.settle()
    const { portals } = await condition()
    expect(portals.map(({ silentSince }) => silentSince)).toEqual([
      null,
      portals[1]?.budget?.answeredAt,
    ])
    expect(portals.map(({ outbox }) => outbox.waiting)).toEqual([0, 1])
    expect(portals[1]?.outbox.oldestAt).toBeGreaterThanOrEqual(since)
    expect(portals[1]?.outbox.oldestAt).toBeLessThan(since + 60_000)
    expect(portals[1]?.budget?.answeredAt).toBeLessThanOrEqual(since)
  })

  it('tells what runs out within a month', async () => {
    const [own] = (await admin.get('/api/contracts', contractListSchema)).contracts
    const details = contractDetails({ endsOn: '2026-12-05', licenceUntil: '2027-06-01' })
    await admin.post(`/api/contracts/${String(own?.id)}/details`, contractSchema, details)
    expect((await condition()).endings).toEqual([
      {
        ...{ contractId: own?.id, customerName: 'ООО «Ромашка»' },
        ...{ what: 'end', on: '2026-12-05', daysLeft: 12 },
      },
    ])
  })

  it('is for administrators of the partner', async () => {
    const customer = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
    for (const person of [bridge.partner, bridge.customer, customer])
      expect((await person.raw('GET', '/api/condition')).status).toBe(403)
  })

  it('is silent about a portal that another partner looks after by now', async () => {
    const { world } = bridge
    const db = await openDatabase(world.config.database, createSecretBox(world.config.tokenKeys))
    const next = {
      ...{ id: 'next', partnerMemberId: 'rival', customerMemberId: world.customer.memberId },
      ...{ state: 'active' as const, createdAt: world.clock.now() + 1 },
    }
    await db.contracts.add(contract(next), terms(), [])
    await db.close()
    const { portals } = await condition()
    expect(portals.map(({ host }) => host)).toEqual([world.partner.domain])
  })
})
