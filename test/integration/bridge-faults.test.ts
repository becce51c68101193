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
  updateItem,
} from '../support/open-bridge.ts'
import type { World } from '../support/start-world.ts'
import type { Visitor } from '../support/visit.ts'

const minute = 60_000

describe('the bridge when things go wrong', () => {
  let world: World
  let customer: Visitor
  let partner: Visitor
  let sweep: Bridge['sweep']
  let mirrorOf: Bridge['mirrorOf']

  beforeEach(async () => {
    ;({ world, customer, partner, sweep, mirrorOf } = await openBridge())
  }, 60_000)

  afterEach(() => world.stop())

  it('a ticket whose event is lost is found by the sweep, with its own time', async () => {
    world.customer.faults.add({ fault: 'eventLost', times: 0 })
    const filedAt = world.clock.now()
    await fileTicket(customer, { title: 'Не печатается накладная', hasHint: false })
    await world.settle()
    expect(await ticketsOf(customer)).toEqual([])
    await sweep(5)
    const [ticket] = await ticketsOf(customer)
    expect(Math.abs((ticket?.registeredAt ?? 0) - filedAt)).toBeLessThan(2000)
  })

  it('comments and stages whose events are lost are found, as late as the level allows', async () => {
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная', level: 2 })
    await world.settle()
    const mirrorId = await mirrorOf()
    world.partner.faults.add({ fault: 'eventLost', times: 0 })
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await moveItem(partner, mirrorId, 'inWork')
    const writtenAt = world.clock.now()
    await world.settle()
    expect(await messagesOf(customer, itemId)).toEqual([])
    await sweep(11)
    const [message] = await messagesOf(customer, itemId)
    expect(message?.text).toBe('Проверяем принтер.')
    expect(Math.abs((message?.at ?? 0) - writtenAt)).toBeLessThan(2000)
    expect((await ticketsOf(customer))[0]?.stage).toBe('inWork')
  })

  it('a portal whose clock is wrong can neither win nor lose time by it', async () => {
    world.customer.faults.add({ fault: 'clockSkew', ms: -20 * minute })
    const filedAt = world.clock.now()
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    const writtenAt = world.clock.now()
    await comment(customer, itemId, 'И чеки тоже.')
    await world.settle()
    const [ticket] = await ticketsOf(customer)
    expect(Math.abs((ticket?.registeredAt ?? 0) - filedAt)).toBeLessThan(5000)
    const [message] = await messagesOf(customer, itemId)
    expect(Math.abs((message?.at ?? 0) - writtenAt)).toBeLessThan(5000)
  })

  it('a mirror whose answer was lost is looked up, not made twice', async () => {
    world.partner.faults.add({ fault: 'answerLost', target: 'crm.item.add' })
    world.partner.faults.add({ fault: 'answerLost', target: 'batch' })
    await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    world.clock.advance(minute)
    await world.settle()
    const { place } = partner.session.portal
    const list = await partner.call('crm.item.list', { entityTypeId: place?.entityTypeId })
    expect(z.object({ items: z.array(z.unknown()) }).parse(list).items).toHaveLength(1)
    expect(await mirrorOf()).toBeGreaterThan(0)
  })

  it('a comment whose answer was lost is looked up, not written twice', async () => {
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    world.customer.faults.add({ fault: 'answerLost', target: 'crm.timeline.comment.add' })
    world.customer.faults.add({ fault: 'answerLost', target: 'batch' })
    await comment(partner, await mirrorOf(), '#клиенту Проверяем принтер.')
    await world.settle()
    world.clock.advance(minute)
    await world.settle()
    const texts = await commentTexts(customer, itemId)
    expect(texts.filter((text) => text.includes('Проверяем принтер'))).toHaveLength(1)
    const [message] = await messagesOf(customer, itemId)
    expect(message?.deliveredAt).not.toBeNull()
  })

  it('events that come twice and in another order change nothing', async () => {
    world.partner.faults.add({ fault: 'eventDoubled', times: 0 })
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    const mirrorId = await mirrorOf()
    world.partner.faults.add({ fault: 'eventSwapped' })
    await comment(partner, mirrorId, '#клиенту Первое.')
    await comment(partner, mirrorId, '#клиенту Второе.')
    await world.settle()
    const messages = await messagesOf(customer, itemId)
    expect(messages.map((message) => message.text)).toEqual(['Первое.', 'Второе.'])
    const texts = await commentTexts(customer, itemId)
    expect(texts.filter((text) => /Первое|Второе/.test(text))).toHaveLength(2)
  })

  it('a portal that is down for a night gets everything when it is back', async () => {
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    world.customer.faults.add({ fault: 'portalDown', times: 0 })
    await comment(partner, await mirrorOf(), '#клиенту Проверяем принтер.')
    await world.settle()
    world.clock.advance(8 * 60 * minute)
    await world.settle()
    world.customer.faults.clear()
    world.clock.advance(20 * minute)
    await world.settle()
    await world.settle()
    const texts = await commentTexts(customer, itemId)
    expect(texts.filter((text) => text.includes('Проверяем принтер'))).toHaveLength(1)
  })

  it('edits and deletions travel to the other card', async () => {
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    const mirrorId = await mirrorOf()
    const first = await comment(partner, mirrorId, '#клиенту Принтер')
    const second = await comment(partner, mirrorId, '#клиенту Лишнее')
    await world.settle()
    await partner.call('crm.timeline.comment.update', {
      id: first,
      fields: { COMMENT: '#клиенту Принтер починен' },
    })
    await partner.call('crm.timeline.comment.delete', { id: second })
    await world.settle()
    const texts = await commentTexts(customer, itemId)
    expect(texts.filter((text) => text.includes('Принтер починен'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('Лишнее'))).toEqual([])
    const messages = await messagesOf(customer, itemId)
    expect(messages.map((message) => message.text)).toEqual(['Принтер починен'])
  })

  it('a robot’s change, whose event carries no tokens, is carried over like a person’s', async () => {
    const itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    const { place } = partner.session.portal
    const entityTypeId = place?.entityTypeId ?? 0
    await world.partner.changeAsRobot(entityTypeId, await mirrorOf(), {
      stageId: place?.stages.inWork,
    })
    await world.settle()
    const [ticket] = await ticketsOf(customer)
    expect(ticket).toMatchObject({ itemId, stage: 'inWork' })
  })

  it('a change of somebody else’s field is put back, in the open and once', async () => {
    await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    const mirrorId = await mirrorOf()
    const field = partner.session.portal.place?.fields.description ?? ''
    await updateItem(partner, mirrorId, { [field]: 'Всё работает.' })
    await world.settle()
    await sweep(60)
    const item = await itemOf(partner, mirrorId)
    expect(item[field]).toBe('Проводка не сохраняется, в журнале ошибка.')
    const texts = await commentTexts(partner, mirrorId)
    expect(texts).toEqual(['Изменение отменено: «Описание проблемы» — ведёт заказчик.'])
  })
})
