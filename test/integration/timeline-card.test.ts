import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { callDeskSchema } from '../../shared/api/calls.ts'
import { leftOutOf, setupViewSchema } from '../../shared/api/setup.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  moveItem,
  openBridge,
  ticketView,
  updateItem,
} from '../support/open-bridge.ts'

const ivan = 5
const minuteMs = 60_000

const cardsSchema = z.array(
  z.object({ ID: z.coerce.number(), COMPLETED: z.string(), LAST_UPDATED: z.string() }),
)
const layoutSchema = z.object({
  activity: z.looseObject({
    layout: z.object({
      header: z.object({ tags: z.record(z.string(), z.object({ title: z.string() })).default({}) }),
      body: z.object({ blocks: z.record(z.string(), z.unknown()) }),
      footer: z.object({ buttons: z.record(z.string(), z.unknown()) }).optional(),
    }),
  }),
})

/** The card in the timeline of the partner's item: dues that run, and buttons that work. */
describe('the card in the timeline', () => {
  let bridge: Bridge
  afterEach(() => bridge.world.stop())

  const entityTypeId = () => bridge.partner.session.portal.place?.entityTypeId

  async function file(level: 1 | 2 = 2) {
    const values = { consentPhone: level === 1, consentReply: level === 1 }
    const itemId = await fileTicket(bridge.customer, { title: 'Нет связи', level, values })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }

  async function cardsOf(mirrorId: number) {
    const filter = { OWNER_TYPE_ID: entityTypeId(), OWNER_ID: mirrorId }
    return cardsSchema.parse(await bridge.partner.call('crm.activity.list', { filter }))
  }

  async function cardOf(mirrorId: number) {
    const [card, ...others] = await cardsOf(mirrorId)
    expect(others).toEqual([])
    const id = z.number().parse(card?.ID)
    const answer = await bridge.partner.call('crm.activity.configurable.get', { id })
    const { layout } = layoutSchema.parse(answer).activity
    return {
      id,
      isDone: card?.COMPLETED === 'Y',
      text: JSON.stringify(layout.body.blocks),
      tags: Object.values(layout.header.tags).map(({ title }) => title),
      buttons: Object.keys(layout.footer?.buttons ?? {}),
    }
  }

  async function callsOf(mirrorId: number) {
    const path = `/api/tickets/by-item/${String(mirrorId)}/calls`
    const { history } = await bridge.partner.get(path, callDeskSchema)
    return history.filter((fact) => fact.kind === 'call')
  }

  const press = async (activityId: number, button: string) => {
    bridge.world.partner.pressButton(ivan, activityId, button)
    await bridge.world.settle()
  }

  it('there is one, with the due that runs; it changes with the due and is completed with the ticket', async () => {
    bridge = await openBridge()
    const { mirrorId } = await file()
    const first = await cardOf(mirrorId)
    expect(first.text).toMatch(/Реакция.*до пн, 23 ноября, 14:00 МСК/)
    expect(first.text).toContain('Анна Лебедева, +7 495 000-00-07')
    expect(first.buttons).toEqual(['callReached', 'callMissed'])

    // At ten sharp eight working hours would end with the day.
    bridge.world.clock.advance(minuteMs)
    await comment(bridge.partner, mirrorId, '#клиенту Смотрим.')
    await bridge.world.settle()
    const second = await cardOf(mirrorId)
    expect(second.id).toBe(first.id)
    expect(second.text).toMatch(/Обновление статуса.*до вт, 24 ноября/)

    bridge.world.clock.advance(2 * 24 * 60 * minuteMs)
    await bridge.world.settle()
    expect((await cardOf(mirrorId)).tags).toEqual(['Просрочено'])

    await moveItem(bridge.partner, mirrorId, 'closed')
    await bridge.world.settle()
    const last = await cardOf(mirrorId)
    expect(last).toMatchObject({ id: first.id, isDone: true, tags: ['Завершено'], buttons: [] })
  })

  it('«Ответил по телефону» is a contact of the person who pressed it, once however often it is told', async () => {
    bridge = await openBridge()
    const { mirrorId } = await file()
    const { id } = await cardOf(mirrorId)
    bridge.world.clock.advance(20 * minuteMs)
    bridge.world.partner.pressButton(ivan, id, 'callReached')
    await press(id, 'callReached')
    expect(await callsOf(mirrorId)).toMatchObject([
      { reached: true, author: 'Иван Петров', person: 'Анна Лебедева' },
    ])
    const { clocks } = await ticketView(bridge.partner, mirrorId)
    const reaction = clocks.find(({ name }) => name === 'reaction')
    expect(reaction?.stoppedAt).toBeLessThanOrEqual(reaction?.dueAt ?? 0)
    expect((await cardOf(mirrorId)).text).toContain('Обновление статуса')
  })

  it('«Не дозвонился» twice at level 1 lowers it, and each time the button is freed again', async () => {
    bridge = await openBridge()
    const { mirrorId } = await file(1)
    const { id } = await cardOf(mirrorId)
    await press(id, 'callMissed')
    expect((await cardOf(mirrorId)).text).toContain('звонков без ответа — 1 из 2')
    // Too soon: nothing changes in the card, and it is written all the same.
    const writtenAt = async () => (await cardsOf(mirrorId))[0]?.LAST_UPDATED
    const before = await writtenAt()
    bridge.world.clock.advance(2 * minuteMs)
    await press(id, 'callMissed')
    expect(await writtenAt()).not.toBe(before)
    bridge.world.clock.advance(15 * minuteMs)
    await press(id, 'callMissed')
    bridge.world.clock.advance(minuteMs)
    await bridge.world.settle()
    expect((await ticketView(bridge.partner, mirrorId)).level).toBe(2)
    expect(await callsOf(mirrorId)).toHaveLength(3)
  })

  it('when somebody deletes it, then the next change of a due brings it back', async () => {
    bridge = await openBridge()
    const { mirrorId } = await file()
    const { id } = await cardOf(mirrorId)
    await bridge.partner.call('crm.activity.delete', { id })
    await comment(bridge.partner, mirrorId, '#клиенту Смотрим.')
    await bridge.world.settle()
    const again = await cardOf(mirrorId)
    expect(again.id).not.toBe(id)
    expect(again.text).toContain('Обновление статуса')
    await bridge.sweep(1)
    expect(await cardsOf(mirrorId)).toHaveLength(1)
  })

  it('an answer that got lost does not make a second one', async () => {
    bridge = await openBridge()
    const { faults } = bridge.world.partner
    faults.add({ fault: 'answerLost', target: 'crm.activity.configurable.add' })
    faults.add({ fault: 'answerLost', target: 'batch', times: 3 })
    const { mirrorId } = await file()
    for (const minutes of [1, 2, 2]) await bridge.sweep(minutes)
    expect(await cardsOf(mirrorId)).toHaveLength(1)
  })

  it('a portal that does not know it is served without, and its administrator told so', async () => {
    bridge = await openBridge({ partnerLacks: ['crm.activity.configurable.*'] })
    const setup = await bridge.partner.get('/api/setup', setupViewSchema)
    expect(leftOutOf(setup)).toContainEqual({ part: 'timelineCard', words: '' })
    const { mirrorId } = await file()
    await updateItem(bridge.partner, mirrorId, { assignedById: ivan })
    await bridge.sweep(1)
    expect(await cardsOf(mirrorId)).toEqual([])
  })
})
