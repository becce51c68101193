import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localAppLinkSchema } from '../../shared/api/local-app.ts'
import { adminId, createContract, setUpPartner } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { findingsIn } from './serious-findings.ts'

const phone = { width: 360, height: 740 }
const desktop = { width: 1280, height: 900 }
const keys = {
  clientId: 'local.0123456789abcd.12345678',
  clientSecret: 'secret-of-the-local-app',
}

/** Where a customer's administrator enters the keys of his own app, by the partner's link. */
describe('the page for the keys of a local app', () => {
  let world: World
  let boss: Visitor
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ localApp: keys })
    boss = await setUpPartner(world)
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    await page.setViewportSize(phone)
  })
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function newLink(): Promise<string> {
    const { id } = await createContract(boss)
    return (await boss.post(`/api/local-apps/${id}`, localAppLinkSchema)).url
  }
  const said = () => page.getByRole('status').innerText()
  /** Within what can be seen of the page at the moment. */
  async function expectProblem(words: string): Promise<void> {
    const problem = page.getByRole('alert')
    await expect.poll(() => problem.innerText()).toContain(words)
    const box = await problem.boundingBox()
    const height = page.viewportSize()?.height ?? 0
    expect(box && box.y >= 0 && box.y + box.height <= height).toBe(true)
  }
  const focused = () => page.evaluate(() => document.activeElement?.id)

  /** Without a mouse: from wherever the focus is to the first field, and on. */
  async function type({ clientId, clientSecret }: typeof keys): Promise<void> {
    await page.locator('#client-id').focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(clientId)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('client-secret')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(clientSecret)
    await page.keyboard.press('Enter')
  }

  async function open(link: string): Promise<void> {
    await page.goto('about:blank')
    await page.goto(link)
  }

  it('takes the keys from the keyboard alone, once, and says what is wrong with others', async () => {
    const link = await newLink()
    await open(link)
    await page.getByRole('list').waitFor()
    expect(await said()).toContain('ООО «Ромашка»')
    expect(await page.getByRole('main').innerText()).toContain(`${world.appUrl}/app`)
    // The secret does not stay in the address, where others may read it.
    expect(page.url()).toBe(`${world.appUrl}/rescue/local-app`)
    expect(await findingsIn(page)).toEqual([])
    await expectFits(page)
    await look(page, 'local-app-keys-narrow')

    await page.keyboard.press('Tab')
    expect(await focused()).toBe('client-id')
    await type({ clientId: keys.clientSecret, clientSecret: keys.clientId })
    await expectProblem('начинается с «local.»')
    expect(await focused()).toBe('client-id')
    expect(await findingsIn(page)).toEqual([])
    await expectFits(page)
    await look(page, 'local-app-swapped-narrow')

    await type(keys)
    await expect.poll(said).toContain('Ключи сохранены')
    expect(await page.locator('#client-secret').isVisible()).toBe(false)
    await expectFits(page)
    await look(page, 'local-app-kept-narrow')
    world.customer.installApp(adminId)
    await visit(world.appUrl, world.customer, adminId)

    await open(link)
    await expect.poll(said).toContain('уже использована или устарела')
    expect(await page.locator('#client-id').isVisible()).toBe(false)
    await look(page, 'local-app-used-narrow')
  })

  it('says that an app is known already, and takes another one by the same link', async () => {
    await page.setViewportSize(desktop)
    await open(await newLink())
    await page.getByRole('list').waitFor()
    await look(page, 'local-app-keys')
    await type(keys)
    await expectProblem('уже введены')
    await look(page, 'local-app-known')
    await type({ ...keys, clientId: 'local.fedcba9876543.87654321' })
    await expect.poll(said).toContain('Ключи сохранены')
    await look(page, 'local-app-kept')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
