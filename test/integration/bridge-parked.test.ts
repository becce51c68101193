import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parkedListSchema } from '../../shared/api/parked.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { adminId } from '../support/link-portals.ts'
import { type Bridge, commentTexts, messagesOf, openBridge } from '../support/open-bridge.ts'
import { type Visitor, visit } from '../support/visit.ts'

describe('what a portal refuses for good', () => {
  let bridge: Bridge
  let itemId: number
  let admin: Visitor

  beforeEach(async () => {
    bridge = await openBridge()
    const { world, customer, partner } = bridge
    itemId = await fileTicket(customer, { title: 'Не печатается накладная' })
    await world.settle()
    world.customer.faults.add({
      fault: 'methodMissing',
      target: 'crm.timeline.comment.add',
      times: 0,
    })
    await comment(partner, await bridge.mirrorOf(), '#клиенту Проверяем принтер.')
    await world.settle()
    admin = await visit(world.appUrl, world.partner, adminId)
  }, 60_000)

  afterEach(() => bridge.world.stop())

  const parked = async () => (await admin.get('/api/parked', parkedListSchema)).parked
  const textsOfCustomer = async () => (await commentTexts(bridge.customer, itemId)).join('\n')

  it('is told with ticket, place and reason, and goes out once when a person says so', async () => {
    const { world } = bridge
    const [effect, ...others] = await parked()
    expect(others).toEqual([])
    expect(effect).toMatchObject({
      number: 1,
      side: 'customer',
      what: 'comment',
      host: world.customer.domain,
      reason: 'Method not found!',
    })
    expect(effect?.text).toContain('Проверяем принтер.')

    // Too early: the cause is still there.
    await admin.post(`/api/parked/${String(effect?.id)}/retry`, parkedListSchema)
    await world.settle()
    expect(await parked()).toMatchObject([{ id: effect?.id }])

    world.customer.faults.clear()
    await admin.post(`/api/parked/${String(effect?.id)}/retry`, parkedListSchema)
    await world.settle()
    expect(await parked()).toEqual([])
    expect((await textsOfCustomer()).split('Проверяем принтер.')).toHaveLength(2)
    const [message] = await messagesOf(bridge.customer, itemId)
    expect(message?.deliveredAt).not.toBeNull()
  })

  it('is told with the contract where it is about no ticket, and goes out likewise', async () => {
    const { world } = bridge
    world.customer.faults.add({ fault: 'methodMissing', target: 'app.option.set', times: 0 })
    while (await world.app.jobs.keepEvidence());
    await world.settle()
    const roots = (await parked()).find(({ what }) => what === 'roots')
    expect(roots).toMatchObject({
      ...{ number: null, customerName: 'ООО «Ромашка»' },
      host: world.customer.domain,
    })
    world.customer.faults.clear()
    await admin.post(`/api/parked/${String(roots?.id)}/retry`, parkedListSchema)
    await world.settle()
    expect((await parked()).map(({ what }) => what)).toEqual(['comment'])
  })

  it('is no business of others, and nobody retries what is not his', async () => {
    const { world, partner } = bridge
    const [effect] = await parked()
    const path = `/api/parked/${String(effect?.id)}/retry`
    const customer = await visit(world.appUrl, world.customer, adminId)
    for (const person of [partner, customer]) {
      expect((await person.raw('GET', '/api/parked')).status).toBe(403)
      expect((await person.raw('POST', path, {})).status).toBe(403)
    }
    expect((await admin.raw('POST', '/api/parked/987654/retry', {})).status).toBe(404)
    expect(await parked()).toHaveLength(1)
  })
})
