import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedTickets } from '../demo/seed-tickets.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { expectFits } from './expect-fits.ts'
import { hearConsole } from './hear-console.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { expectNoScrollBars } from './scroll-bars.ts'
import { seriousFindings } from './serious-findings.ts'

const admin = 1
const widths = [1280, 360]

/**
 * Each page that a menu opens, for whoever sees most of them: usable by everybody, in any window,
 * and without a word in the console. 1280 is the width at which moderators of the Marketplace look.
 */
describe('every page of the menu', () => {
  let world: World
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    await seedTickets(world)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  /** @returns what is wrong with a page that a button has opened, besides what `faults` tells */
  async function findingsAfter(page: Page, name: string, width: number): Promise<string[]> {
    const app = frameOf(page)
    await press(app, name)
    await hook(app, 'loading').first().waitFor({ state: 'detached' })
    const findings = await seriousFindings(page)
    if (width === 360) await expectFits(app)
    else await expectNoScrollBars(app)
    return findings
  }

  async function open(portal: World['partner'], width: number): Promise<Page> {
    const page = await openWindow(browser, faults)
    hearConsole(page, faults)
    await page.setViewportSize({ width, height: 800 })
    await page.goto(`${portal.url}/marketplace/app/?user=${String(admin)}`)
    return page
  }

  /** Entries of the menu that stand beyond its edge or over the next one. */
  async function badlyPlaced(app: FrameLocator) {
    const boxes = await app.locator('[data-test^="nav-"]').evaluateAll((links) =>
      links.map((link) => {
        const { left, right, top } = link.getBoundingClientRect()
        return { left, right, top }
      }),
    )
    const width = await app.locator('html').evaluate((html) => html.clientWidth)
    return boxes.filter(({ left, right, top }, place) => {
      const next = boxes[place + 1]
      return left < 0 || right > width || (next?.top === top && next.left < right)
    })
  }

  it.each(widths)(
    'of the partner’s has no serious finding and nothing that sticks out, %i wide',
    async (width) => {
      const page = await open(world.partner, width)
      const app = frameOf(page)
      await hook(app, 'nav-tickets').waitFor({ timeout: 60_000 })
      if (width > 360) expect(await badlyPlaced(app)).toEqual([])
      const names = await app
        .locator('[data-test^="nav-"]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('data-test') ?? ''))
      expect(names.length).toBeGreaterThan(10)
      for (const name of names)
        expect([name, await findingsAfter(page, name, width)]).toEqual([name, []])
      await page.context().close()
    },
  )

  it.each(widths)(
    'of the customer’s has no serious finding and nothing that sticks out, %i wide',
    async (width) => {
      for (const name of [
        'nav-automation',
        'nav-money',
        'nav-reports',
        'agreement-open',
        'basket-open',
        'ticket-new',
      ]) {
        const page = await open(world.customer, width)
        expect([name, await findingsAfter(page, name, width)]).toEqual([name, []])
        await page.context().close()
      }
    },
  )

  it('says nothing in the console', () => {
    expect(faults).toEqual([])
  })
})
