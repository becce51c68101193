import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  commentTexts,
  itemOf,
  messagesOf,
  moveItem,
  openBridge,
  ticketsOf,
} from '../support/open-bridge.ts'
import type { Visitor } from '../support/visit.ts'

/** A ticket is never forgotten with its item. */
describe('an item that somebody deletes', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, {
      title: 'Не печатается накладная',
      values: { files: [{ name: 'первый.png', base64: 'iVBORw0KGgo=' }], filesReason: '' },
    })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    await comment(bridge.partner, mirrorId, '#клиенту Проверяем принтер.')
    await comment(bridge.customer, itemId, 'Ждём.')
    await bridge.world.settle()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const remove = (person: Visitor, id: number) =>
    person.call('crm.item.delete', {
      entityTypeId: person.session.portal.place?.entityTypeId,
      id,
    })

  const only = async (person: Visitor): Promise<number> => {
    const tickets = await ticketsOf(person)
    expect(tickets).toHaveLength(1)
    return z.number().parse(tickets[0]?.itemId)
  }

  it('in the partner’s portal comes back with its fields and files, and work goes on in it', async () => {
    const { world, customer, partner } = bridge
    await remove(partner, mirrorId)
    await world.settle()
    world.clock.advance(1000)
    await world.settle()
    const restored = await only(partner)
    expect(restored).not.toBe(mirrorId)
    const item = await itemOf(partner, restored)
    const fields = partner.session.portal.place?.fields ?? {}
    expect(item.title).toBe('№ 1 · Не печатается накладная')
    expect(item[fields.files ?? '']).toHaveLength(1)
    expect((await commentTexts(partner, restored)).join('\n')).toContain('создана заново')
    await comment(partner, restored, '#клиенту Принтер починен.')
    await world.settle()
    expect((await messagesOf(customer, itemId)).map((message) => message.text)).toEqual([
      'Проверяем принтер.',
      'Ждём.',
      'Принтер починен.',
    ])
    expect(await commentTexts(customer, itemId)).toHaveLength(4)
  })

  it('in the customer’s portal comes back as the same ticket, with what he had written', async () => {
    const { world, customer, partner } = bridge
    await remove(customer, itemId)
    await world.settle()
    const restored = await only(customer)
    expect(restored).not.toBe(itemId)
    const fields = customer.session.portal.place?.fields ?? {}
    const item = await itemOf(customer, restored)
    expect(item.title).toBe('Не печатается накладная')
    expect(item[fields.description ?? '']).toBe('Проводка не сохраняется, в журнале ошибка.')
    expect(item[fields.files ?? '']).toHaveLength(1)
    await comment(customer, restored, 'Карточка вернулась.')
    await world.settle()
    expect((await commentTexts(partner, mirrorId)).at(-1)).toContain('Карточка вернулась.')
    await bridge.sweep(61)
    expect(await only(partner)).toBe(mirrorId)
    expect(await messagesOf(partner, mirrorId)).toHaveLength(3)
  })

  it('when the event of the deletion is lost, then the sweep finds it', async () => {
    const { world, partner } = bridge
    world.partner.faults.add({ fault: 'eventLost', target: 'ONCRMDYNAMICITEMDELETE' })
    await remove(partner, mirrorId)
    await world.settle()
    await bridge.sweep(61)
    expect(await only(partner)).not.toBe(mirrorId)
  })

  it('when the ticket was over, then it may go, and comes back with a reopening', async () => {
    const { world, customer, partner } = bridge
    await moveItem(partner, mirrorId, 'closed')
    await world.settle()
    await remove(partner, mirrorId)
    await world.settle()
    const { place } = partner.session.portal
    const list = () => partner.call('crm.item.list', { entityTypeId: place?.entityTypeId })
    const itemsSchema = z.object({ items: z.array(z.unknown()) })
    expect(itemsSchema.parse(await list()).items).toEqual([])
    await moveItem(customer, itemId, 'inWork')
    await world.settle()
    expect(itemsSchema.parse(await list()).items).toHaveLength(1)
  })
})
