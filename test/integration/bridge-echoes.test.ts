import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  itemOf,
  messagesOf,
  moveItem,
  openBridge,
  ticketsOf,
  updateItem,
} from '../support/open-bridge.ts'

const minute = 60_000

/** An event of ours is not followed by a look; what hides behind it is found all the same. */
describe('echoes of our own writes', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, { title: 'Не печатается накладная', level: 2 })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const descriptionOf = async () => {
    const { place } = bridge.partner.session.portal
    return (await itemOf(bridge.partner, mirrorId))[place?.fields.description ?? '']
  }
  const describeAs = (text: string) =>
    updateItem(bridge.customer, itemId, {
      [bridge.customer.session.portal.place?.fields.description ?? '']: text,
    })

  it('when our echo is lost and a person’s event passes for it, then the next sweep finds his change', async () => {
    const { world, partner } = bridge
    world.customer.faults.add({ fault: 'eventLost', target: 'ONCRMDYNAMICITEMUPDATE' })
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await world.settle()
    world.clock.advance(2000)
    await describeAs('Печатает пустые листы.')
    await world.settle()
    expect(await descriptionOf()).not.toBe('Печатает пустые листы.')
    await bridge.sweep(2)
    expect(await descriptionOf()).toBe('Печатает пустые листы.')
  })

  it('what a sweep finds while its event still waits is not read twice', async () => {
    const { world } = bridge
    const { app, emulator, customer } = world
    world.clock.advance(2 * minute)
    await describeAs('Печатает пустые листы.')
    await emulator.idle()
    await app.jobs.sweepPortals()
    await app.jobs.processInbox()
    const wouldStrikeReading = { fault: 'slow', target: 'batch', ms: 1 } as const
    customer.faults.add(wouldStrikeReading)
    expect(await app.jobs.processInbox()).toBe(true)
    expect(await app.jobs.processInbox()).toBe(false)
    expect(customer.faults.list()).toEqual([wouldStrikeReading])
    await world.settle()
    expect(await descriptionOf()).toBe('Печатает пустые листы.')
  })

  it('when a person changes the item just before we write, then our own answer shows it', async () => {
    const { world, partner } = bridge
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await world.emulator.idle()
    await world.app.jobs.processInbox()
    world.customer.faults.add({ fault: 'eventLost', target: 'ONCRMDYNAMICITEMUPDATE' })
    await describeAs('Печатает пустые листы.')
    await world.settle()
    expect(await descriptionOf()).toBe('Печатает пустые листы.')
  })

  it('an echo that comes together with a person’s event is no longer expected', async () => {
    const { world, partner } = bridge
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await world.emulator.idle()
    await world.app.jobs.processInbox()
    await world.app.jobs.deliverOutbox()
    await describeAs('Печатает пустые листы.')
    await world.settle()
    world.clock.advance(5000)
    await describeAs('Печатает чёрные листы.')
    await world.settle()
    expect(await descriptionOf()).toBe('Печатает чёрные листы.')
  })

  it('an expectation ends with its time', async () => {
    const { world, partner } = bridge
    world.customer.faults.add({ fault: 'eventLost', target: 'ONCRMDYNAMICITEMUPDATE' })
    await comment(partner, mirrorId, '#клиенту Проверяем принтер.')
    await world.settle()
    world.clock.advance(2 * minute)
    await describeAs('Печатает пустые листы.')
    await world.settle()
    expect(await descriptionOf()).toBe('Печатает пустые листы.')
  })

  it('what was written under an item before it was registered is worked in with it', async () => {
    const { world, customer } = bridge
    const second = await fileTicket(customer, { title: 'Нет звука', hasHint: false })
    await comment(customer, second, 'Забыл добавить: только в переговорной.')
    await world.settle()
    expect(await ticketsOf(customer)).toHaveLength(2)
    expect((await messagesOf(customer, second)).map((message) => message.text)).toEqual([
      'Забыл добавить: только в переговорной.',
    ])
  })

  it('what happened to an item before it was registered counts, at its own time', async () => {
    const { world, customer, partner } = bridge
    const second = await fileTicket(customer, { title: 'Нет звука', hasHint: false })
    world.clock.advance(5000)
    await moveItem(customer, second, 'closed')
    await world.settle()
    const ticket = (await ticketsOf(partner)).find(({ title }) => title === 'Нет звука')
    expect(ticket?.stage).toBe('closed')
  })

  it('the category that the customer chose is in the partner’s card, where it is the partner’s to change', async () => {
    const { place } = bridge.partner.session.portal
    const category = place?.fields.category ?? ''
    expect((await itemOf(bridge.partner, mirrorId))[category]).toBe(
      place?.options.category?.technical,
    )
  })
})
