import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const bookkeeper = 7
const engineer = 5

/** How an engineer works through what is owed next. */
describe('the queue in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    for (const title of ['Касса', 'Отчёт', 'Печать']) await fileTicket(customer, { title })
    await world.settle()
    world.app.start()
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(engineer)}`)
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  it('by keys two tickets are chosen and taken, and are then «Мои»', async () => {
    const app = frameOf(page)
    await hook(app, 'queue-contract').waitFor()
    await hook(app, 'ticket-row').first().focus()
    for (const key of ['x', 'j', 'x']) await page.keyboard.press(key)
    expect(await hook(app, 'assign-bar').innerText()).toContain('Выбрано 2 обращения')
    await press(app, 'assign')
    await expect.poll(() => hook(app, 'view-mine').innerText(), { timeout: 15_000 }).toContain('2')
    await press(app, 'view-mine')
    await expect.poll(() => hook(app, 'ticket-row').count()).toBe(2)
    expect(await hook(app, 'ticket-assignee').first().innerText()).toContain('Иван Петров')
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'queue')
  })

  it('an own view is there again in another window, also in a narrow one', async () => {
    const app = frameOf(page)
    await press(app, 'saved-view-new')
    await app.locator('[data-test="saved-views"] input').fill('Взятые мной')
    await press(app, 'saved-view-keep')
    await press(app, 'view-open')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.reload()
    await press(app, 'saved-view')
    await expect.poll(() => hook(app, 'ticket-row').count()).toBe(2)
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'queue-narrow')
    expect(faults).toEqual([])
  })
})
