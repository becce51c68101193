import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../support/start-world.ts'
import { hearConsole } from './hear-console.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'

const admin = 1
const engineer = 5

/** A page that stays empty after the installation, or that waits for a click, is refused by moderators. */
describe('installing the app in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openApp(userId: number): Promise<Page> {
    const opened = await openWindow(browser, faults)
    hearConsole(opened, faults)
    await opened.goto(`${world.partner.url}/marketplace/app/?user=${String(userId)}`)
    return opened
  }

  const finished = () => page.waitForURL(/install_finished=Y/, { timeout: 60_000 })

  it('asks for the role alone, sets up, and goes on to the app by itself; others wait meanwhile', async () => {
    page = await openApp(admin)
    await hook(page, 'install-app').click()
    const app = frameOf(page)
    await hook(app, 'choose-partner').waitFor()
    const colleague = await openApp(engineer)
    await hook(colleague, 'not-finished').waitFor()

    const isOver = finished()
    await press(app, 'choose-partner')
    await isOver
    await hook(app, 'nav-contracts').waitFor()
    await look(page, 'installed')
    await colleague.reload()
    await hook(frameOf(colleague), 'nav-tickets').waitFor()
  })

  it.each([false, true])(
    'removed (CLEAN %s) and installed again, it goes on to the app without a question',
    async (clean) => {
      world.partner.uninstallApp(admin, { clean })
      await page.goto(`${world.partner.url}/marketplace/app/?user=${String(admin)}`)
      await hook(page, 'install-app').click()
      await finished()
      await hook(frameOf(page), 'nav-contracts').waitFor()
    },
  )

  it('no page said anything in the console', () => {
    expect(faults).toEqual([])
  })
})
