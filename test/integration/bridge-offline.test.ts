import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import {
  type Bridge,
  commentTexts,
  messagesOf,
  moveItem,
  openBridge,
  ticketsOf,
} from '../support/open-bridge.ts'
import { type Visitor, visit } from '../support/visit.ts'

const bound = z.array(z.object({ event: z.string(), offline: z.number() }))
const waiting = z.array(z.object({ EVENT_NAME: z.string(), PROCESS_ID: z.string() }))

/** The partner's portal is in the cloud and keeps offline events; the customer's box does not. */
describe('offline events', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number
  let admin: Visitor

  beforeEach(async () => {
    bridge = await openBridge()
    const { world, customer, partner } = bridge
    itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    mirrorId = await bridge.mirrorOf()
    await bridge.sweep(2)
    admin = await visit(world.appUrl, world.partner, adminId)
    expect(await queue()).toEqual([])
    expect(await ticketsOf(partner)).toHaveLength(1)
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const queue = async () =>
    waiting.parse(await admin.call('event.offline.list', { auth_connector: 'sla' }))

  const loseOnlineEvents = () => {
    bridge.world.partner.faults.add({ fault: 'eventLost', times: 0 })
  }

  it('are bound where the portal has them, beside the online ones', async () => {
    const offline = async (person: Visitor) =>
      bound
        .parse(await person.call('event.get', {}))
        .filter((one) => one.offline === 1)
        .map((one) => one.event)
    expect(await offline(admin)).toHaveLength(6)
    expect(await offline(await visit(bridge.world.appUrl, bridge.world.customer, adminId))).toEqual(
      [],
    )
  })

  it('bring within a minute what online events have lost, comments too', async () => {
    const { partner, customer } = bridge
    loseOnlineEvents()
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await moveItem(partner, mirrorId, 'inWork')
    await bridge.world.settle()
    expect(await messagesOf(customer, itemId)).toEqual([])
    expect(await queue()).toHaveLength(2)
    await bridge.sweep(1)
    expect((await messagesOf(customer, itemId)).map(({ text }) => text)).toEqual([
      'Проверяем принтер.',
    ])
    expect((await ticketsOf(customer))[0]?.stage).toBe('inWork')
    expect(await queue()).toEqual([])
  })

  it('do not come of what we write ourselves', async () => {
    const { customer } = bridge
    await comment(customer, itemId, 'Журнал пуст.')
    await bridge.world.settle()
    expect((await commentTexts(bridge.partner, mirrorId)).join()).toContain('Журнал пуст.')
    expect(await queue()).toEqual([])
  })

  it('of cards that are not ours cost no call each', async () => {
    const { world } = bridge
    const { entityTypeId } = z
      .object({ type: z.object({ entityTypeId: z.number() }) })
      .parse(await admin.call('crm.type.add', { fields: { title: 'Закупки' } })).type
    const { id } = z
      .object({ item: z.object({ id: z.number() }) })
      .parse(await admin.call('crm.item.add', { entityTypeId, fields: { title: 'Бумага' } })).item
    const ENTITY_TYPE = `dynamic_${String(entityTypeId)}`
    for (let count = 0; count < 20; count += 1)
      await admin.call('crm.timeline.comment.add', {
        fields: { ENTITY_TYPE, ENTITY_ID: id, COMMENT: `Заметка ${String(count)}` },
      })
    await world.settle()
    expect(await queue()).toHaveLength(21)
    // Would strike the first reading of a comment.
    world.partner.faults.add({ fault: 'methodMissing', target: 'crm.timeline.comment.get' })
    await bridge.sweep(1)
    expect(await queue()).toEqual([])
    expect(world.partner.faults.list()).toHaveLength(1)
  })

  it('that were reserved by somebody who was killed are taken up', async () => {
    const { partner, customer } = bridge
    loseOnlineEvents()
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    // The answer never reached us: reserved, out of sight of every later reservation.
    await admin.call('event.offline.get', { clear: 0, auth_connector: 'sla' })
    const [left] = await queue()
    expect(left?.PROCESS_ID).not.toBe('')
    await bridge.sweep(1)
    expect(await messagesOf(customer, itemId)).toHaveLength(1)
    expect(await queue()).toEqual([])
  })

  it('that were stored but not confirmed are confirmed later, and nothing comes twice', async () => {
    const { world, partner, customer } = bridge
    loseOnlineEvents()
    world.partner.faults.add({ fault: 'reset', target: 'event.offline.clear' })
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await bridge.sweep(1)
    expect(await messagesOf(customer, itemId)).toHaveLength(1)
    expect(await queue()).toHaveLength(1)
    await bridge.sweep(1)
    expect(await queue()).toEqual([])
    expect(await messagesOf(customer, itemId)).toHaveLength(1)
    const texts = await commentTexts(customer, itemId)
    expect(texts.filter((text) => text.includes('Проверяем принтер.'))).toHaveLength(1)
  })

  it('that cannot be taken leave the comparison of items', async () => {
    const { world, partner, customer } = bridge
    loseOnlineEvents()
    world.partner.faults.add({ fault: 'methodMissing', target: 'event.offline.get', times: 0 })
    await moveItem(partner, mirrorId, 'inWork')
    await bridge.sweep(1)
    expect((await ticketsOf(customer))[0]?.stage).toBe('inWork')
  })
})
