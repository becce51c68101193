import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { troubleListSchema } from '../../shared/api/troubles.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import {
  type Bridge,
  commentTexts,
  itemOf,
  messagesOf,
  moveItem,
  openBridge,
  ticketsOf,
  updateItem,
} from '../support/open-bridge.ts'
import { type Visitor, visit } from '../support/visit.ts'
import type { Portal } from '../portal/types.ts'

const hour = 60

const fieldsOf = (person: Visitor) => person.session.portal.place?.fields ?? {}

/** What somebody removes in a portal is noticed and made again. */
describe('repair', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, {
      title: 'Не печатается накладная',
      values: { files: [{ name: 'снимок.png', base64: 'iVBORw0KGgo=' }], filesReason: '' },
    })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
    await comment(bridge.partner, mirrorId, '#клиенту Проверяем принтер.')
    await bridge.world.settle()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const later = async (minutes: number) => {
    bridge.world.clock.advance(minutes * 60_000)
    await bridge.world.settle()
    await bridge.sweep(1)
  }

  const visitAgain = (portal: Portal, userId: number) => visit(bridge.world.appUrl, portal, userId)

  async function removeField(portal: Portal, person: Visitor, code: string) {
    const fieldName = `UF_CRM_${String(person.session.portal.place?.typeId)}_SLA_${code}`
    const { body } = await portal.callAsUser(adminId, 'userfieldconfig.list', {
      moduleId: 'crm',
      filter: { fieldName },
    })
    const { fields } = z
      .object({ fields: z.array(z.object({ id: z.string() })) })
      .parse(body['result'])
    await portal.callAsUser(adminId, 'userfieldconfig.delete', {
      moduleId: 'crm',
      id: fields[0]?.id,
    })
  }

  it.each([['DESCRIPTION'], ['FILES']] as const)(
    'a deleted field %s of the customer is made again with what stood in it, and nothing is taken for erased',
    async (code) => {
      const { world, customer, partner } = bridge
      await removeField(world.customer, customer, code)
      await updateItem(customer, itemId, { title: 'Не печатается накладная 15' })
      await world.settle()
      await later(hour)
      const fields = fieldsOf(customer)
      const item = await itemOf(customer, itemId)
      expect(item[fields['description'] ?? '']).toBe('Проводка не сохраняется, в журнале ошибка.')
      expect(item[fields['files'] ?? '']).toHaveLength(1)
      const mirror = await itemOf(partner, mirrorId)
      const theirs = fieldsOf(partner)
      expect(mirror[theirs['description'] ?? '']).toBe('Проводка не сохраняется, в журнале ошибка.')
      expect(mirror[theirs['files'] ?? '']).toHaveLength(1)
    },
  )

  it('when making a field again is interrupted, then the next check goes on, and nothing is taken for erased', async () => {
    const { world, customer, partner } = bridge
    const text = 'Проводка не сохраняется, в журнале ошибка.'
    await removeField(world.customer, customer, 'DESCRIPTION')
    // The field is there and empty when we lose the portal.
    world.customer.faults.add({ fault: 'reset', target: 'crm.item.update', times: 0 })
    await later(hour)
    await updateItem(customer, itemId, { title: 'Не печатается накладная 15' }).catch(
      () => undefined,
    )
    await world.settle()
    world.customer.faults.clear()
    await updateItem(customer, itemId, { title: 'Не печатается накладная 15' })
    await world.settle()
    const mirror = await itemOf(partner, mirrorId)
    expect(mirror.title).toContain('накладная 15')
    expect(mirror[fieldsOf(partner)['description'] ?? '']).toBe(text)
    await later(11)
    expect((await itemOf(customer, itemId))[fieldsOf(customer)['description'] ?? '']).toBe(text)
  })

  it('a deleted stage is made again, and a move that waited for it arrives', async () => {
    const { world, customer, partner } = bridge
    const { body } = await world.customer.callAsUser(adminId, 'crm.status.list', {
      filter: { STATUS_ID: customer.session.portal.place?.stages.proposed },
    })
    const [status] = z.array(z.object({ ID: z.string() })).parse(body['result'])
    await world.customer.callAsUser(adminId, 'crm.status.delete', { id: status?.ID })
    await moveItem(partner, mirrorId, 'inWork')
    await world.settle()
    await moveItem(partner, mirrorId, 'proposed')
    await world.settle()
    await later(hour)
    const item = await itemOf(customer, itemId)
    expect(item.stageId).toBe(customer.session.portal.place?.stages.proposed)
  })

  it('deleted handlers and the tab come back, and so does what was missed', async () => {
    const { world, customer, partner } = bridge
    const admin = await visitAgain(world.customer, adminId)
    const handlers = z
      .array(z.object({ event: z.string(), handler: z.string(), offline: z.number() }))
      .parse(await admin.call('event.get', {}))
    for (const { event, handler } of handlers) await admin.call('event.unbind', { event, handler })
    await admin.call('placement.unbind', {
      PLACEMENT: `CRM_DYNAMIC_${String(customer.session.portal.place?.entityTypeId)}_DETAIL_TAB`,
    })
    await comment(customer, itemId, 'Журнал пуст.')
    await world.settle()
    await later(hour)
    expect(await admin.call('event.get', {})).toHaveLength(handlers.length)
    expect(await admin.call('placement.get', {})).toHaveLength(7)
    expect((await messagesOf(partner, mirrorId)).map(({ text }) => text)).toContain('Журнал пуст.')
    await comment(customer, itemId, 'Второе.')
    await world.settle()
    expect((await messagesOf(partner, mirrorId)).map(({ text }) => text)).toContain('Второе.')
  })

  it.each(['customer', 'partner'] as const)(
    'the whole smart process of the %s is made anew, and the tickets in it',
    async (side) => {
      const { world } = bridge
      const second = await fileTicket(bridge.customer, { title: 'Второе обращение' })
      await world.settle()
      expect(second).not.toBe(itemId)
      const portal = world[side]
      portal.dropSmartProcess(bridge[side].session.portal.place?.entityTypeId ?? 0)
      await bridge.sweep(2)
      await later(11)
      await later(1)
      const person = await visitAgain(portal, side === 'customer' ? 7 : 5)
      const tickets = await ticketsOf(person)
      expect(new Set(tickets.map((ticket) => ticket.itemId)).size).toBe(2)
      for (const ticket of tickets) {
        const item = await itemOf(person, z.number().parse(ticket.itemId))
        expect(item.title).toContain(ticket.title)
      }
      // Work goes on from there, in both directions.
      const first = tickets.find(({ title }) => title === 'Не печатается накладная')
      const id = z.number().parse(first?.itemId)
      expect((await commentTexts(person, id)).join()).toContain('создана заново')
      await comment(person, id, side === 'partner' ? '#клиенту Продолжаем.' : 'Продолжаем.')
      await world.settle()
      const other = side === 'partner' ? bridge.customer : bridge.partner
      const otherId = side === 'partner' ? itemId : mirrorId
      expect((await commentTexts(other, otherId)).join()).toContain('Продолжаем.')
      expect(await ticketsOf(other)).toHaveLength(2)
    },
  )

  it('what the portal forbids to make again is told once, to its administrator and the partner', async () => {
    const { world, customer } = bridge
    const told = () =>
      world.partner
        .notifications(adminId)
        .map(({ message }) => message)
        .filter((message) => message.includes(world.customer.domain))
    await removeField(world.customer, customer, 'DESCRIPTION')
    world.customer.faults.add({ fault: 'methodMissing', target: 'userfieldconfig.add', times: 0 })
    await later(hour)
    await later(hour)
    const admin = await visitAgain(world.customer, adminId)
    const { troubles } = await admin.get('/api/troubles', troubleListSchema)
    expect(troubles).toMatchObject([{ kind: 'damaged', words: 'Method not found!' }])
    const partner = await visitAgain(world.partner, adminId)
    expect(await partner.get('/api/troubles', troubleListSchema)).toMatchObject({
      troubles: [{ kind: 'damaged', customerName: 'ООО «Ромашка»' }],
    })
    expect(told()).toEqual([expect.stringContaining('восстановить это не удалось')])
    world.customer.faults.clear()
    await later(11)
    expect((await admin.get('/api/troubles', troubleListSchema)).troubles).toEqual([])
  })
})
