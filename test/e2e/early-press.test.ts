import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'

const bookkeeper = 7
const engineer = 5

describe('the page before it is connected', () => {
  let world: World
  let browser: Browser

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

  /** Our server says who is asking only when it is let. */
  async function openSlowly(url: string) {
    const page = await openWindow(browser, [])
    let letGo = () => {}
    const leave = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/api/session', async (route) => {
      await leave
      await route.continue()
    })
    await page.goto(url)
    return {
      app: frameOf(page),
      letGo: () => {
        letGo()
      },
    }
  }

  it('a customer’s person presses «Сообщить о проблеме» at once, and is led to the form', async () => {
    const url = `${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`
    const { app, letGo } = await openSlowly(url)
    await hook(app, 'ticket-new').click()
    await expect.poll(() => hook(app, 'ticket-new').count()).toBe(0)
    letGo()
    await hook(app, 'new-next').waitFor()
  })

  it('others are shown nothing that is not theirs to press', async () => {
    const url = `${world.partner.url}/marketplace/app/?user=${String(engineer)}`
    const { app, letGo } = await openSlowly(url)
    await hook(app, 'loading').waitFor()
    expect(await hook(app, 'ticket-new').count()).toBe(0)
    letGo()
    await hook(app, 'loading').waitFor({ state: 'detached' })
    expect(await hook(app, 'ticket-new').count()).toBe(0)
  })
})
