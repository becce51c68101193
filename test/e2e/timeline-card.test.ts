import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { ticketsOf, ticketView } from '../support/open-bridge.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { look } from './look.ts'
import { hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'

const bookkeeper = 7
const engineer = 5

/** The engineer says in the item's timeline what came of his call. */
describe('the timeline’s card in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  let partner: Visitor
  let itemId = 0
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T12:00:00Z' })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(customer, { title: 'Не печатает касса', level: 2 })
    await world.settle()
    partner = await visit(world.appUrl, world.partner, engineer)
    itemId = (await ticketsOf(partner))[0]?.itemId ?? 0
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  it('shows the due; one press of «Ответил по телефону» is the first contact, and the next due stands there', async () => {
    page = await openWindow(browser, faults)
    const typeId = String(partner.session.portal.place?.entityTypeId)
    const path = `/crm/type/${typeId}/details/${String(itemId)}/`
    await page.goto(`${world.partner.url}${path}?user=${String(engineer)}`)
    const card = hook(page, 'activity')
    await expect.poll(() => card.innerText()).toContain('Реакция')
    await look(page, 'timeline-card')
    await hook(page, 'press-callReached').click()
    await expect.poll(() => card.innerText(), { timeout: 20_000 }).toContain('Обновление статуса')
    const { clocks } = await ticketView(partner, itemId)
    expect(clocks.find(({ name }) => name === 'reaction')?.stoppedAt).toBeDefined()
    await look(page, 'timeline-card-after')
    expect(faults).toEqual([])
  })
})
