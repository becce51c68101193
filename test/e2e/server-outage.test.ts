import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkPortals } from '../support/link-portals.ts'
import { ticketsOf } from '../support/open-bridge.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'

const bookkeeper = 7
const outageMs = 25 * 60_000

/** Our server stops answering while a person has the tab open. */
describe('a problem reported while our server is down', () => {
  let world: World
  let browser: Browser
  let page: Page
  let filedAt = 0
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    world.app.start()
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    const prepared = page.waitForResponse('**/api/filing')
    await page.goto(`${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`)
    await prepared
    await allFilesAreThere()
  })

  /** What the form is made of comes in several files: none has come for a second. */
  async function allFilesAreThere(): Promise<void> {
    const count = () =>
      frameOf(page)
        .locator('html')
        .evaluate(() => performance.getEntriesByType('resource').length)
    let known = -1
    for (let now = 0; now !== known; now = await count()) {
      known = now
      await page.waitForTimeout(1000)
    }
  }

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  it('the open tab files it in the portal and says that the confirmation follows', async () => {
    await world.closeDoor()
    const app = frameOf(page)
    await press(app, 'ticket-new')
    await hook(app, 'new-title').fill('Не открывается склад')
    await press(app, 'new-level-2')
    await press(app, 'new-next')
    await press(app, 'new-category')
    await app.getByRole('option').first().click()
    await hook(app, 'new-description').fill('Страница склада пуста.')
    await hook(app, 'new-impact').fill('Отгрузка стоит.')
    await press(app, 'new-next')
    await hook(app, 'new-files-reason').fill('Снимать нечего')
    await hook(app, 'new-links').fill('Нет')
    await press(app, 'new-next')
    await hook(app, 'new-environment').fill('Битрикс24 коробка 24.300')
    filedAt = world.clock.now()
    await press(app, 'new-send')
    await hook(app, 'new-later').waitFor()
    await look(page, 'outage-filed')
  })

  it('once the server is back, the ticket has its number and the time at which it was filed', async () => {
    world.clock.advance(outageMs)
    await world.openDoor()
    await expect
      .poll(() => hook(frameOf(page), 'new-number').innerText(), { timeout: 30_000 })
      .toContain('№ 1')
    const person = await visit(world.appUrl, world.customer, bookkeeper)
    const [ticket] = await ticketsOf(person)
    expect((ticket?.registeredAt ?? 0) - filedAt).toBeLessThan(60_000)
    expect((ticket?.registeredAt ?? 0) - filedAt).toBeGreaterThan(-1000)
    expect(await ticketsOf(person)).toHaveLength(1)
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
