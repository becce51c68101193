import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toItemFields } from '../../shared/ticket/place.ts'
import { linkPortals } from '../support/link-portals.ts'
import { commentTexts, ticketsOf } from '../support/open-bridge.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'

const bookkeeper = 7
const outageMs = 10 * 60_000
const addedSchema = z.object({ item: z.object({ id: z.number() }) })

/** The tab is closed and our server is down: the portal's own form of the smart process remains. */
describe('a ticket made in the CRM’s own form', () => {
  let world: World

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
  }, 60_000)

  afterAll(() => world.stop())

  it('made during an outage, is registered as of its creation, at the agreement’s level, and asks for the rest', async () => {
    const { place } = (await visit(world.appUrl, world.customer, bookkeeper)).session.portal
    if (!place) throw new Error('The portal has not been set up')
    await world.closeDoor()
    const madeAt = world.clock.now()
    const { body } = await world.customer.callAsUser(bookkeeper, 'crm.item.add', {
      entityTypeId: place.entityTypeId,
      fields: {
        title: 'Не открывается склад',
        ...toItemFields(place, { description: 'Страница склада пуста.' }),
      },
    })
    const itemId = addedSchema.parse(body.result).item.id
    await world.emulator.idle()
    world.clock.advance(outageMs)
    await world.openDoor()
    await world.app.jobs.sweepPortals()
    await world.settle()

    const anna = await visit(world.appUrl, world.customer, bookkeeper)
    const tickets = await ticketsOf(anna)
    expect(tickets).toMatchObject([{ itemId, level: 3, stage: 'new' }])
    expect(Math.abs((tickets[0]?.registeredAt ?? 0) - madeAt)).toBeLessThan(60_000)
    const [first] = await commentTexts(anna, itemId)
    expect(first).toContain('Обращение № 1 зарегистрировано')
    expect(first).toContain('Влияние на бизнес')
  })
})
