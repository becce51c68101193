import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Budget } from '../../shared/api/condition.ts'
import type { Database } from '../../server/db/database.ts'
import { noon } from '../support/records.ts'
import { databaseKinds, type TestDatabase } from '../support/start-database-kinds.ts'

const minute = 60_000
const budget: Budget = {
  ...{ lastMinute: 3, lastHour: 90, perSecond: null, waiting: 0 },
  ...{ answeredAt: noon, refusedAt: null },
}

describe.each(databaseKinds)('how portals do in $kind', ({ start }) => {
  let database: TestDatabase
  let db: Database

  beforeEach(async () => {
    database = await start()
    db = database.db
  })
  afterEach(() => database.close())

  it('budget and version are kept beside each other, for many portals at once', async () => {
    await db.pulse.saveVersion('romashka', '3')
    const names = Array.from({ length: 450 }, (_, index) => `portal-${String(index)}`)
    await db.pulse.saveBudgets(new Map([...names, 'romashka'].map((name) => [name, budget])))
    const later = { ...budget, lastMinute: 9 }
    await db.pulse.saveBudgets(new Map([['romashka', later]]))
    expect(await db.pulse.find('romashka')).toEqual({ appVersion: '3', budget: later })
    expect(await db.pulse.find('portal-449')).toEqual({ appVersion: null, budget })
    expect(await db.pulse.find('nobody')).toEqual({ appVersion: null, budget: null })
  })

  it('what waits is counted by portal, with the oldest', async () => {
    for (const [memberId, after] of [
      ['romashka', 0],
      ['romashka', 1],
      ['vasilek', 2],
    ] as const)
      await db.intake.take(memberId, { kind: 'item', itemId: after + 1 }, noon + after * minute)
    const row = (key: string) => ({
      ...{ memberId: 'romashka', ticketId: 't1', key },
      effect: { kind: 'item' as const, side: 'customer' as const },
    })
    await db.outbox.add([row('one')], 3, noon)
    await db.outbox.add([row('two')], 3, noon + minute)
    expect(await db.queues.inbox(['romashka', 'lyutik'])).toEqual(
      new Map([['romashka', { waiting: 2, oldestAt: noon }]]),
    )
    expect(await db.queues.outbox(['romashka', 'vasilek'])).toEqual(
      new Map([['romashka', { waiting: 2, oldestAt: noon }]]),
    )
  })

  it('what had been delivered and is wished anew waits since then', async () => {
    const item = {
      ...{ memberId: 'romashka', ticketId: 't1', key: 'item' },
      effect: { kind: 'item' as const, side: 'customer' as const },
    }
    await db.outbox.add([item], 3, noon)
    await db.outbox.add([item], 3, noon + minute)
    expect((await db.queues.outbox(['romashka'])).get('romashka')?.oldestAt).toBe(noon)
    const [row] = await db.outbox.listDue(noon + minute, 1, 'all')
    if (row) await db.outbox.markSent(row, null)
    await db.outbox.add([item], 3, noon + 5 * minute)
    expect((await db.queues.outbox(['romashka'])).get('romashka')?.oldestAt).toBe(noon + 5 * minute)
  })

  it('mails and webhooks are counted for the portal whose they are', async () => {
    const mail = {
      ...{ memberId: 'martinsoft', about: null, reader: null },
      ...{ to: 'a@romashka.example', subject: 's', text: 't', headers: {} },
    }
    await db.mails.add([{ ...mail, key: 'one' }], noon)
    await db.mails.add([{ ...mail, key: 'two' }], noon + minute)
    const [first] = await db.mails.listDue(noon + minute, 1, 'all')
    await db.mails.markFailed(first?.id ?? 0, null, 'no such user')
    expect(await db.queues.mails('martinsoft')).toEqual({
      ...{ waiting: 1, oldestAt: noon + minute, parked: 1 },
    })
    expect(await db.queues.mails('rival')).toEqual({ waiting: 0, oldestAt: null, parked: 0 })
    const delivery = {
      ...{ webhookId: 'w', memberId: 'martinsoft', ticketId: 't1' },
      ...{ event: 'closed' as const, body: '{}' },
    }
    await db.webhooks.enqueue({ ...delivery, eventId: 'e1' }, noon)
    expect(await db.queues.webhooks('martinsoft')).toEqual({
      ...{ waiting: 1, oldestAt: noon, failed: 0 },
    })
  })
})
