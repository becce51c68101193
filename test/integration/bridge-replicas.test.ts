import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type App, createApp } from '../../server/app.ts'
import { openDatabase } from '../../server/db/database.ts'
import { createLog } from '../../server/log.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  commentTexts,
  messagesOf,
  openBridge,
  ticketsOf,
} from '../support/open-bridge.ts'
import { startDatabase } from '../support/start-database.ts'
import { settle, type World } from '../support/start-world.ts'

const minute = 60_000

/** Two replicas on one PostgreSQL behind the same portals; the first also takes the requests. */
describe('the bridge on PostgreSQL with replicas', () => {
  let bridge: Bridge
  let world: World
  let second: App

  beforeEach(async () => {
    bridge = await openBridge({ databaseUrl: await startDatabase() })
    world = bridge.world
    second = await startReplica()
    await shareOut()
  }, 60_000)

  afterEach(async () => {
    await second.stop()
    await world.stop()
  })

  const startReplica = () =>
    createApp(world.config, { clock: world.clock, log: createLog('silent') })

  /** The first gives the portal back that it took last, the customer's; the second takes it. */
  async function shareOut(): Promise<void> {
    await second.jobs.claimPortals()
    await world.app.jobs.claimPortals()
    await second.jobs.claimPortals()
  }

  const settleBoth = () => settle([world.app, second], world.emulator)
  const titles = Array.from({ length: 6 }, (_none, index) => `Не печатается накладная ${index + 1}`)

  async function workOn({ jobs }: App): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await jobs.processInbox()
      await jobs.deliverOutbox()
    }
  }

  const mirrorsOf = async (): Promise<string[]> => {
    const { partner } = bridge
    const list = await partner.call('crm.item.list', {
      entityTypeId: partner.session.portal.place?.entityTypeId,
    })
    const { items } = z.object({ items: z.array(z.object({ title: z.string() })) }).parse(list)
    return items.map((item) => item.title.replace(/^.*?(?=Не печатается)/, '')).toSorted()
  }

  it('shares the portals, and everything arrives once', async () => {
    const { customer, partner } = bridge
    const itemIds = await Promise.all(titles.map((title) => fileTicket(customer, { title })))
    await settleBoth()
    expect(await mirrorsOf()).toEqual(titles)
    const tickets = await ticketsOf(partner)
    expect(new Set(tickets.map((ticket) => ticket.number)).size).toBe(titles.length)
    await Promise.all([
      ...tickets.map((ticket) => comment(partner, ticket.itemId ?? 0, '#клиенту Проверяем.')),
      ...itemIds.map((itemId) => comment(customer, itemId, 'Всё ещё не печатает.')),
    ])
    await settleBoth()
    for (const itemId of itemIds) {
      const said = (await messagesOf(customer, itemId)).map((message) => message.text)
      expect(said.toSorted()).toEqual(['Всё ещё не печатает.', 'Проверяем.'])
      const texts = await commentTexts(customer, itemId)
      expect(texts.filter((text) => text.includes('Проверяем.'))).toHaveLength(1)
    }
    for (const { itemId } of await ticketsOf(partner)) {
      const texts = await commentTexts(partner, itemId ?? 0)
      expect(texts.filter((text) => text.includes('Всё ещё не печатает.'))).toHaveLength(1)
    }
  })

  it.each([100, 220])(
    'when one dies %i ms into its work, then the other finishes it, nothing lost and nothing twice',
    async (afterMs) => {
      const { customer } = bridge
      const itemId = await fileTicket(customer, { title: titles[0] ?? '' })
      await settleBoth()
      const mirrorId = await bridge.mirrorOf()
      world.customer.faults.add({ fault: 'slow', ms: 80, times: 0 })
      world.partner.faults.add({ fault: 'slow', ms: 80, times: 0 })
      await comment(bridge.partner, mirrorId, '#клиенту Проверяем принтер.')
      await comment(customer, itemId, 'Всё ещё не печатает.')
      await fileTicket(customer, { title: titles[1] ?? '' })
      await world.emulator.idle()
      const steps = Promise.allSettled([workOn(world.app), workOn(second)])
      await sleep(afterMs)
      await second.stop()
      await steps
      world.customer.faults.clear()
      world.partner.faults.clear()
      second = await startReplica()
      await settleBoth()
      world.clock.advance(minute)
      await settleBoth()
      expect(await mirrorsOf()).toEqual(titles.slice(0, 2))
      const here = await commentTexts(customer, itemId)
      expect(here.filter((text) => text.includes('Проверяем принтер.'))).toHaveLength(1)
      const there = await commentTexts(bridge.partner, mirrorId)
      expect(there.filter((text) => text.includes('Всё ещё не печатает.'))).toHaveLength(1)
      expect((await messagesOf(customer, itemId)).every((it) => it.deliveredAt !== null)).toBe(true)
    },
  )

  it('when one dies while its words are on their way, then the other looks before it repeats them', async () => {
    const { customer } = bridge
    const itemId = await fileTicket(customer, { title: titles[0] ?? '' })
    await settleBoth()
    await comment(bridge.partner, await bridge.mirrorOf(), '#клиенту Проверяем принтер.')
    await world.emulator.idle()
    await world.app.jobs.processInbox()
    world.customer.faults.add({ fault: 'slow', target: 'crm.timeline.comment.add', ms: 200 })
    const step = second.jobs.deliverOutbox()
    await sleep(100)
    await second.stop()
    await step
    second = await startReplica()
    await settleBoth()
    const texts = await commentTexts(customer, itemId)
    expect(texts.filter((text) => text.includes('Проверяем принтер.'))).toHaveLength(1)
  })

  it('a delivery that two of them have noticed counts once and holds nothing up', async () => {
    const { customer } = bridge
    const itemId = await fileTicket(customer, { title: titles[0] ?? '' })
    await settleBoth()
    await comment(bridge.partner, await bridge.mirrorOf(), '#клиенту Проверяем принтер.')
    await settleBoth()
    const db = await openDatabase(world.config.database, createSecretBox(world.config.tokenKeys))
    const ticketId = (await db.tickets.findByItem(world.customer.memberId, itemId))?.id ?? ''
    const facts = await db.history.facts(ticketId)
    const delivered = facts.find((fact) => fact.kind === 'delivered')
    if (!delivered) throw new Error('Nothing was delivered')
    const { messageId } = delivered
    const now = world.clock.now()
    const signal = { kind: 'delivered' as const, ticketId, messageId, at: now }
    await db.inbox.add(world.customer.memberId, signal, now)
    await settleBoth()
    expect(await db.inbox.count()).toBe(0)
    expect(await db.history.facts(ticketId)).toEqual(facts)
    await db.close()
  })
})
