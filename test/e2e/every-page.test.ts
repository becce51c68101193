import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedTickets } from '../demo/seed-tickets.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { expectFits } from './expect-fits.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const admin = 1

/** Each page that a menu opens, for whoever sees most of them: usable by everybody, in any window. */
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

  async function findingsOfAll(page: Page, names: readonly string[]) {
    const app = frameOf(page)
    const findings: Record<string, string[]> = {}
    for (const name of names) {
      await press(app, name)
      await hook(app, 'loading').first().waitFor({ state: 'detached' })
      findings[name] = await seriousFindings(page)
    }
    return findings
  }

  async function open(portal: World['partner'], width: number): Promise<Page> {
    const page = await openWindow(browser, faults)
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

  it.each([1280, 360])(
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
      const findings = await findingsOfAll(page, names)
      expect(findings).toEqual(Object.fromEntries(names.map((name) => [name, []])))
      if (width === 360) await expectFits(app)
      await page.context().close()
    },
  )

  it('of the customer’s has no serious finding', async () => {
    for (const name of [
      'nav-money',
      'nav-reports',
      'agreement-open',
      'basket-open',
      'ticket-new',
    ]) {
      const page = await open(world.customer, 360)
      expect([name, await findingsOfAll(page, [name])]).toEqual([name, { [name]: [] }])
      await expectFits(frameOf(page))
      await page.context().close()
    }
    expect(faults).toEqual([])
  })
})
