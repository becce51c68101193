import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const admin = 1
const storekeeper = 8
const narrow = { width: 360, height: 740 }

/** §5: the customer's contact asks, the partner decides, each in his own portal. */
describe('persons of the agreement in the browser', () => {
  let world: World
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openApp(url: string, userId: number): Promise<Page> {
    const page = await openWindow(browser, faults)
    await page.goto(`${url}/marketplace/app/?user=${String(userId)}`)
    return page
  }

  it('a person is added on the contact’s wish, and may file from then on', async () => {
    const contact = await openApp(world.customer.url, admin)
    const own = frameOf(contact)
    await press(own, 'agreement-open')
    await hook(own, 'terms').waitFor()
    await hook(own, 'year-calendar').waitFor()
    await contact.emulateMedia({ media: 'print' })
    expect(await hook(own, 'agreement-print').isVisible()).toBe(false)
    expect(await hook(own, 'year-exceptions').isVisible()).toBe(true)
    await contact.emulateMedia({ media: null })
    await look(contact, 'agreement')
    await press(own, 'person-add')
    await hook(own, 'wanted-name').fill('Пётр Зайцев')
    await hook(own, 'wanted-email').fill('zaitsev@romashka.example')
    await hook(own, 'wanted-phone').fill('+7 495 000-00-08')
    await press(own, 'wanted-user')
    await hook(contact, `select-user-${String(storekeeper)}`).click()
    const ok = hook(contact, 'select-ok')
    if (await ok.isVisible()) await ok.click()
    await look(contact, 'agreement-person-form')
    await press(own, 'wanted-ask')
    await hook(own, 'person-change').waitFor()

    const chief = await openApp(world.partner.url, admin)
    const app = frameOf(chief)
    await press(app, 'nav-contracts')
    await press(app, 'contract-details')
    await hook(app, 'change-confirm').waitFor()
    await look(chief, 'person-change-asked')
    await press(app, 'change-confirm')
    await expect
      .poll(() => hook(app, 'person-change').getAttribute('data-state'), { timeout: 20_000 })
      .toBe('confirmed')

    const added = frameOf(await openApp(world.customer.url, storekeeper))
    await press(added, 'ticket-new')
    await hook(added, 'new-title').waitFor()
    expect(await hook(added, 'may-not-file').count()).toBe(0)
  })

  it('on a phone the page fits, and who is no contact sees whom to ask', async () => {
    const page = await openApp(world.customer.url, storekeeper)
    await page.setViewportSize(narrow)
    const app = frameOf(page)
    await press(app, 'agreement-open')
    await hook(app, 'whom-to-ask').waitFor()
    await look(page, 'agreement-narrow')
    expect(await seriousFindings(page)).toEqual([])
    await expectFits(app)
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
