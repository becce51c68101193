import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renewedConsents } from '../../shared/ticket/consents.ts'
import { type FieldValues, toItemFields } from '../../shared/ticket/place.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  moveItem,
  openBridge,
  ticketView,
  updateItem,
} from '../support/open-bridge.ts'
import type { Visitor } from '../support/visit.ts'

const minute = 60_000

/** What the customer does with a ticket besides writing, as the tab does it. */
describe('steps of the customer', () => {
  let bridge: Bridge
  let itemId: number
  let mirrorId: number

  beforeEach(async () => {
    bridge = await openBridge()
    itemId = await fileTicket(bridge.customer, {
      title: 'Портал не открывается',
      level: 1,
      values: { consentPhone: true, consentReply: true, consentVersion: '2026-11' },
    })
    await bridge.world.settle()
    mirrorId = await bridge.mirrorOf()
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const write = async (person: Visitor, id: number, values: FieldValues) => {
    const { place } = person.session.portal
    if (!place) throw new Error('The portal has not been set up')
    bridge.world.clock.advance(minute)
    await updateItem(person, id, toItemFields(place, values))
    await bridge.world.settle()
  }
  const view = () => ticketView(bridge.customer, itemId)

  it('level 1 is given again only after new consents, and every change keeps its reason', async () => {
    await write(bridge.partner, mirrorId, { level: '2' })
    await write(bridge.partner, mirrorId, { level: '1' })
    expect((await view()).level).toBe(2)

    bridge.world.clock.advance(minute)
    await write(bridge.customer, itemId, renewedConsents(bridge.world.clock.now()))
    await write(bridge.partner, mirrorId, { level: '1' })
    const { level, levelChanges } = await view()
    expect(level).toBe(1)
    expect(levelChanges).toMatchObject([
      { from: 1, to: 2, reason: 'decision' },
      { from: 2, to: 1, reason: 'decision' },
    ])
  })

  it('a proposed solution is confirmed by its term, rejected into a new interval, and reopened in time', async () => {
    await comment(bridge.partner, mirrorId, '#клиенту Перезапустили службы.')
    await bridge.world.settle()
    bridge.world.clock.advance(minute)
    await moveItem(bridge.partner, mirrorId, 'proposed')
    await bridge.world.settle()
    const proposed = await view()
    expect(proposed.confirmedAt).toBeGreaterThan(bridge.world.clock.now())

    bridge.world.clock.advance(minute)
    await moveItem(bridge.customer, itemId, 'inWork')
    await comment(bridge.customer, itemId, 'Решение не принято. Всё равно ошибка 502.')
    await bridge.world.settle()
    const rejected = await view()
    expect(rejected).toMatchObject({ stage: 'inWork', confirmedAt: null })
    const updates = rejected.clocks.filter((clock) => clock.name === 'statusUpdate')
    expect(updates.at(-1)?.stoppedAt).toBeUndefined()
    expect(updates.length).toBeGreaterThan(1)

    bridge.world.clock.advance(minute)
    await moveItem(bridge.customer, itemId, 'closed')
    await bridge.world.settle()
    expect((await view()).reopenUntil).toBeGreaterThan(bridge.world.clock.now())
    bridge.world.clock.advance(minute)
    await moveItem(bridge.customer, itemId, 'inWork')
    await bridge.world.settle()
    expect(await view()).toMatchObject({ stage: 'inWork', reopenUntil: null })
  })
})
