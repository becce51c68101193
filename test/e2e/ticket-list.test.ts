import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const bookkeeper = 7
const narrow = { width: 360, height: 740 }

/** What the customer's person sees of many tickets, from a wide window and from a phone. */
describe('my tickets in the browser', () => {
  let world: World
  let browser: Browser
  let customer: Visitor
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    customer = await visit(world.appUrl, world.customer, bookkeeper)
    for (let number = 1; number <= 52; number++)
      await fileTicket(customer, {
        title: number === 7 ? 'Не печатаются этикетки' : `Вопрос по отчёту ${String(number)}`,
        level: number % 4 === 0 ? 2 : 3,
      })
    await world.settle()
    world.app.start()
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    await page.goto(`${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`)
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  it('the next due comes first; further pages follow', async () => {
    const app = frameOf(page)
    await hook(app, 'ticket-row').first().waitFor()
    expect(await hook(app, 'ticket-row').count()).toBe(50)
    expect(await hook(app, 'ticket-row').first().innerText()).toContain('Высокий')
    await look(page, 'tickets')
    await press(app, 'page-later')
    await expect.poll(() => hook(app, 'ticket-row').count()).toBe(2)
    await look(page, 'tickets-page-2')
    await press(app, 'page-earlier')
    await expect.poll(() => hook(app, 'ticket-row').count()).toBe(50)
  })

  it('what somebody else files meanwhile appears by itself', async () => {
    const app = frameOf(page)
    await page.mouse.move(1, 1)
    await fileTicket(customer, { title: 'Срочно: касса', level: 2 })
    await expect.poll(() => hook(app, 'view-open').innerText(), { timeout: 20_000 }).toContain('53')
  })

  it('search and filters narrow the list and are there after a reload', async () => {
    const app = frameOf(page)
    await hook(app, 'ticket-search')
      .locator('input')
      .or(hook(app, 'ticket-search'))
      .last()
      .fill('этикет')
    await expect.poll(() => hook(app, 'ticket-row').count()).toBe(1)
    await look(page, 'tickets-found')
    await expect
      .poll(() => JSON.stringify(world.customer.userOptions(bookkeeper)))
      .toContain('этикет')
    await page.reload()
    await expect.poll(() => hook(frameOf(page), 'ticket-row').count(), { timeout: 20_000 }).toBe(1)
    await press(frameOf(page), 'view-overdue')
    await press(frameOf(page), 'filters-reset')
    await hook(frameOf(page), 'empty').waitFor()
    await look(page, 'tickets-none-overdue')
    await press(frameOf(page), 'view-open')
  })

  it('a ticket opens in its place and the way back leads to the list as it was', async () => {
    const app = frameOf(page)
    await press(app, 'page-later')
    await expect.poll(() => hook(app, 'ticket-row').count()).toBe(3)
    await press(app, 'ticket-row')
    await hook(app, 'clock-reaction').waitFor()
    await press(app, 'nav-tickets')
    await expect.poll(() => hook(app, 'page-range').innerText()).toBe('51–53')
  })

  it('on a phone nothing sticks out', async () => {
    await page.setViewportSize(narrow)
    const app = frameOf(page)
    await expectFits(app)
    await look(page, 'tickets-narrow')
    expect(await seriousFindings(page)).toEqual([])
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
