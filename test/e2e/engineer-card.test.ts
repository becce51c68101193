import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { ticketsOf } from '../support/open-bridge.ts'
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

/** The engineer rings up a customer whose portal is down, and sees all that he needs in the card. */
describe('the engineer’s card in the browser', () => {
  let world: World
  let browser: Browser
  let cardUrl = ''
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T19:00:00Z' })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    const values = { consentPhone: true, consentReply: true, consentVersion: '2026-11' }
    await fileTicket(customer, { title: 'Портал не открывается', level: 1, values })
    await world.settle()
    const partner = await visit(world.appUrl, world.partner, engineer)
    const typeId = String(partner.session.portal.place?.entityTypeId)
    const itemId = String((await ticketsOf(partner))[0]?.itemId)
    cardUrl = `${world.partner.url}/crm/type/${typeId}/details/${itemId}/?user=${String(engineer)}`
    world.app.start()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openCard(viewport?: { width: number; height: number }): Promise<Page> {
    const page = await openWindow(browser, faults)
    if (viewport) await page.setViewportSize(viewport)
    await page.goto(cardUrl)
    await hook(page, 'tab-0').click()
    return page
  }

  it('two attempts in vain are foretold and lower the level; the facts show why', async () => {
    const page = await openCard()
    const app = frameOf(page)
    for (const words of ['1 из 2', 'критичность становится 2']) {
      await press(app, 'desk-call')
      await press(app, 'call-missed')
      await expect.poll(() => hook(app, 'call-means').innerText()).toContain(words)
      await press(app, 'call-save')
      await hook(app, 'call-outcome').waitFor()
      expect(await hook(app, 'call-outcome').innerText()).toContain(words)
      await press(app, 'call-close')
      world.clock.advance(20 * 60_000)
      // The page learns of the time with the server's next answer.
      await page.waitForResponse((response) => response.url().includes('/api/tickets/by-item/'))
    }
    await expect.poll(() => hook(app, 'card-level').innerText()).toContain('Высокий')
    await press(app, 'facts-open')
    await hook(app, 'fact').first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'engineer-card')
  })

  it('in a wide window clocks and context stand beside the conversation', async () => {
    const page = await openCard()
    const app = frameOf(page)
    await hook(app, 'ticket-context').waitFor()
    const boxes = await Promise.all(
      ['composer-text', 'clock-reaction', 'ticket-context'].map((name) =>
        hook(app, name).first().boundingBox(),
      ),
    )
    const [composer, clock, context] = boxes.map(
      (box) => box ?? { x: 0, y: 0, width: 0, height: 0 },
    )
    const edge = (composer?.x ?? 0) + (composer?.width ?? 0)
    expect([clock?.x, context?.x].every((x) => (x ?? 0) > edge)).toBe(true)
    expect(clock?.y).toBeLessThan(composer?.y ?? 0)
    expect(await seriousFindings(page)).toEqual([])
  })

  it('fits a narrow window, with persons to ring up', async () => {
    const page = await openCard({ width: 360, height: 740 })
    const app = frameOf(page)
    await hook(app, 'dial').first().waitFor()
    await press(app, 'dial-portal')
    await expect.poll(() => hook(page, 'notice').innerText()).toContain('+7')
    await press(app, 'desk-call')
    await hook(app, 'call-means').waitFor()
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'engineer-card-narrow')
    expect(faults).toEqual([])
  })
})
