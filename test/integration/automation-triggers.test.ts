import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Portal } from '../portal/types.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { parkedListSchema } from '../../shared/api/parked.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, itemOf, moveItem, openBridge, updateItem } from '../support/open-bridge.ts'
import { visit } from '../support/visit.ts'

const minuteMs = 60_000
const hour = 60

/** Automations of both portals go on when something happens to a ticket: once per occasion. */
describe('triggers', () => {
  let bridge: Bridge

  afterEach(() => bridge.world.stop())

  /** A ticket on both sides, at the level that the test is about. */
  async function open(level: 1 | 2 | 3, values = {}) {
    bridge = await openBridge()
    const consents = level === 1 ? { consentPhone: true, consentReply: true } : {}
    const itemId = await fileTicket(bridge.customer, {
      title: 'Не проводятся накладные',
      level,
      values: { ...consents, ...values },
    })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }

  async function pass(minutes: number) {
    bridge.world.clock.advance(minutes * minuteMs)
    await bridge.world.settle()
  }

  const on = (portal: Portal, id: number) =>
    portal
      .executedTriggers()
      .filter(({ itemId }) => itemId === id)
      .map(({ code }) => code)

  it('a ticket’s life from filing to closing is told to both portals, on the ticket’s own item', async () => {
    const { itemId, mirrorId } = await open(2)
    const { world, customer, partner } = bridge
    await comment(partner, mirrorId, '#клиенту Смотрим.')
    await world.settle()
    await comment(customer, itemId, 'Спасибо.')
    await world.settle()
    await moveItem(partner, mirrorId, 'proposed')
    await world.settle()
    await moveItem(customer, itemId, 'closed')
    await world.settle()
    const common = ['sla_registered', 'sla_customer_replied', 'sla_solution_proposed', 'sla_closed']
    expect(on(world.partner, mirrorId)).toEqual(common)
    expect(on(world.customer, itemId)).toEqual([
      'sla_registered',
      'sla_partner_replied',
      ...common.slice(1),
    ])
  })

  it('warnings and overdue clocks are told once each, however often we look, sweep and are told again', async () => {
    const { itemId, mirrorId } = await open(2)
    const { world, partner } = bridge
    await pass(3.5 * hour)
    await pass(hour)
    await bridge.sweep(10)
    expect(on(world.partner, mirrorId)).toEqual([
      'sla_registered',
      'sla_warning',
      'sla_reaction_overdue',
    ])
    await comment(partner, mirrorId, '#клиенту Смотрим.')
    await world.settle()
    await pass(26 * hour)
    await bridge.sweep(10)
    expect(on(world.customer, itemId)).toEqual([
      'sla_registered',
      'sla_warning',
      'sla_reaction_overdue',
      'sla_partner_replied',
      'sla_update_overdue',
    ])
  })

  it('a criticality that is lowered, by the engineer or by §4.3, is told; a raised one is not', async () => {
    const { mirrorId } = await open(1)
    const { world, partner } = bridge
    await comment(partner, mirrorId, '#клиенту? Что в журнале?')
    await world.settle()
    await pass(hour + 1)
    const lowered = () => on(world.partner, mirrorId).filter((code) => code === 'sla_level_lowered')
    expect(lowered()).toHaveLength(1)
    const { place } = partner.session.portal
    const level = (key: string) =>
      updateItem(partner, mirrorId, { [place?.fields.level ?? '']: place?.options.level?.[key] })
    await level('4')
    await world.settle()
    expect(lowered()).toHaveLength(2)
    await level('2')
    await world.settle()
    expect(lowered()).toHaveLength(2)
  })

  it('a ticket that has to be decided first is told as registered when it is accepted', async () => {
    bridge = await openBridge()
    const { world, customer, partner } = bridge
    const { place } = customer.session.portal
    const { body } = await world.customer.callAsUser(8, 'crm.item.add', {
      entityTypeId: place?.entityTypeId,
      fields: { title: 'Сломался сканер' },
    })
    const { item } = z.object({ item: z.object({ id: z.number() }) }).parse(body['result'])
    await world.settle()
    expect(on(world.customer, item.id)).toEqual([])
    await moveItem(partner, await bridge.mirrorOf(), 'inWork')
    await world.settle()
    expect(on(world.customer, item.id)).toEqual(['sla_registered'])
  })

  it('a deal that the ticket links to goes on too, elements of other portals and other tickets do not', async () => {
    bridge = await openBridge()
    const { world } = bridge
    const { body } = await world.customer.callAsUser(adminId, 'crm.item.add', {
      entityTypeId: 2,
      fields: { title: 'Поставка муки' },
    })
    const deal = z.object({ item: z.object({ id: z.number() }) }).parse(body['result']).item
    world.customer.placeTrigger('sla_solution_proposed', 'EXECUTING')
    await fileTicket(bridge.customer, {
      title: 'Не проводятся накладные',
      values: {
        links: [
          `${world.customer.url}/crm/deal/details/${String(deal.id)}/`,
          `${world.customer.url}/crm/company/details/1/`,
          'https://elsewhere.example/crm/lead/details/5/',
        ].join('\n'),
      },
    })
    await world.settle()
    await moveItem(bridge.partner, await bridge.mirrorOf(), 'proposed')
    await world.settle()
    const { body: read } = await world.customer.callAsUser(adminId, 'crm.item.list', {
      entityTypeId: 2,
      select: ['id', 'stageId'],
    })
    expect(read['result']).toMatchObject({ items: [{ id: deal.id, stageId: 'EXECUTING' }] })
    const types = world.customer.executedTriggers().map(({ entityTypeId }) => entityTypeId)
    expect(new Set(types)).toEqual(new Set([2, bridge.customer.session.portal.place?.entityTypeId]))
  })

  it('when the answer to an executed trigger was lost, then it is not executed twice', async () => {
    bridge = await openBridge()
    const { world, customer } = bridge
    const { stages } = customer.session.portal.place ?? { stages: undefined }
    world.customer.placeTrigger('sla_registered', stages?.inWork ?? '')
    world.customer.faults.add({ fault: 'answerLost', target: 'crm.automation.trigger.execute' })
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    await pass(5)
    expect(on(world.customer, itemId)).toEqual(['sla_registered'])
  })

  it('a refusal is nobody’s trouble: the ticket goes on', async () => {
    bridge = await openBridge()
    const { world, customer, partner } = bridge
    world.customer.faults.add({
      fault: 'methodMissing',
      target: 'crm.automation.trigger.execute',
      times: 0,
    })
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    await comment(partner, await bridge.mirrorOf(), '#клиенту Смотрим.')
    await world.settle()
    expect(on(world.customer, itemId)).toEqual([])
    expect((await itemOf(customer, itemId)).title).toBe('Не печатается накладная')
    const admin = await visit(world.appUrl, world.partner, adminId)
    expect((await admin.get('/api/parked', parkedListSchema)).parked).toEqual([])
  })

  it('a portal without triggers is not asked to execute any', async () => {
    bridge = await openBridge({ customerLacks: ['crm.automation.*'] })
    const { world, customer } = bridge
    await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    expect(world.customer.executedTriggers()).toEqual([])
    expect(on(world.partner, await bridge.mirrorOf())).toEqual(['sla_registered'])
  })
})
