import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lastResult, makeDeal, runRobot } from '../support/automation.ts'
import {
  type Bridge,
  commentTexts,
  openBridge,
  ticketsOf,
  ticketView,
} from '../support/open-bridge.ts'

const bookkeeper = 7
const storekeeper = 8
const hourMs = 60 * 60_000

describe('the robot «Создать обращение SLA»', () => {
  let bridge: Bridge

  beforeEach(async () => {
    bridge = await openBridge()
  })
  afterEach(() => bridge.world.stop())

  const filing = {
    filer: `user_${String(bookkeeper)}`,
    title: 'Не проводится накладная по сделке',
    description: 'Ошибка при проведении.',
    level: '2',
  }

  async function fileByRobot(properties: Record<string, unknown> = filing) {
    const dealId = await makeDeal(bridge.world.customer, 'Поставка муки')
    return runRobot(bridge, 'customer', { code: 'sla_create_ticket', properties, on: [2, dealId] })
  }

  it('files in the person’s name with a link to the deal, and returns number, item, criticality and due', async () => {
    const { returned, log } = await fileByRobot()
    const [ticket] = await ticketsOf(bridge.partner)
    expect(ticket).toMatchObject({ number: '1', level: 2, stage: 'new' })
    const itemId = Number(returned?.['itemId'])
    const { clocks } = await ticketView(bridge.customer, itemId)
    const reaction = clocks.find((clock) => clock.name === 'reaction')
    expect(returned).toEqual({
      number: '1',
      itemId: String(itemId),
      level: '2',
      due: new Date(reaction?.dueAt ?? 0).toISOString(),
      error: '',
    })
    expect(log).toEqual(['Обращение № 1'])
    const first = (await commentTexts(bridge.customer, itemId)).join()
    expect(first).toContain('Обращение № 1 зарегистрировано')
    expect(first).toContain('«Влияние на бизнес»')
    expect(first).not.toContain('«Контактное лицо»')
    const { place } = bridge.customer.session.portal
    const item = await bridge.customer.call('crm.item.get', {
      entityTypeId: place?.entityTypeId,
      id: itemId,
    })
    const fields = z.object({ item: z.record(z.string(), z.unknown()) }).parse(item).item
    expect(fields[place?.fields.links ?? '']).toMatch(/\/crm\/deal\/details\/1\/$/)
    expect(fields[place?.fields.contactName ?? '']).toBe('Анна Лебедева')
  })

  it('in the name of somebody who is not authorised waits for a decision', async () => {
    const { returned } = await fileByRobot({ ...filing, filer: `user_${String(storekeeper)}` })
    expect(returned).toMatchObject({ number: '1', error: '' })
    expect(await ticketsOf(bridge.partner)).toMatchObject([{ stage: 'decision' }])
  })

  it('never files at level 1, for which a person has to consent', async () => {
    await fileByRobot({ ...filing, level: '1' })
    expect(await ticketsOf(bridge.partner)).toMatchObject([{ level: 2 }])
  })

  it.each(['answerLost', 'reset', 'html500'] as const)(
    'makes one ticket when the portal’s answer fails with %s, and says so once',
    async (fault) => {
      const { world } = bridge
      world.customer.faults.add({ fault, target: 'crm.item.add' })
      await fileByRobot()
      world.clock.advance(hourMs)
      await world.settle()
      expect(await ticketsOf(bridge.customer)).toHaveLength(1)
      expect(lastResult(world.customer).returned).toMatchObject({ number: '1', error: '' })
    },
  )

  it('called twice with one token does one thing', async () => {
    const { world } = bridge
    world.customer.faults.add({ fault: 'eventDoubled', target: '*', times: 0 })
    await fileByRobot()
    expect(await ticketsOf(bridge.customer)).toHaveLength(1)
    expect(lastResult(world.customer).returned).toMatchObject({ number: '1' })
  })

  it('without what it needs ends with an error that a person can read', async () => {
    const { returned, log } = await fileByRobot({ ...filing, title: '  ' })
    expect(returned).toEqual({ error: 'Робот не настроен: заполните «Тема».' })
    expect(log).toEqual(['Робот не настроен: заполните «Тема».'])
    expect(await ticketsOf(bridge.customer)).toEqual([])
  })
})
