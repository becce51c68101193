import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { english } from '../tooling/listing/words-en.ts'
import { hearConsole } from './hear-console.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'

const admin = 1

/** The words of a portal that is not Russian come after the page, in a file of their own. */
describe('the app in a portal that speaks English', () => {
  let world: World
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ cast: english.cast })
    await linkPortals(world, english.agreement)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function open(portal: World['partner']) {
    const page = await openWindow(browser, faults)
    hearConsole(page, faults)
    await page.goto(`${portal.url}/marketplace/app/?user=${String(admin)}`)
    return frameOf(page)
  }

  it.each([
    ['partner', 'nav-contracts', 'contract-new'],
    ['customer', 'agreement-open', 'terms'],
  ] as const)('is English for the %s', async (side, button, sight) => {
    const app = await open(world[side])
    await press(app, button)
    await hook(app, sight).first().waitFor()
    const text = await app.locator('body').innerText()
    expect(text.length).toBeGreaterThan(100)
    expect(text).not.toMatch(/[а-яё]/i)
  })

  it('says nothing in the console', () => {
    expect(faults).toEqual([])
  })
})
