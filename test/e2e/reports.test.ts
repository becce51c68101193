import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comment, fileTicket } from '../support/file-ticket.ts'
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
const admin = 1
const narrow = { width: 360, height: 740 }

/** Whether both parties keep their word, as the duty manager and the customer's contact see it. */
describe('reports in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    for (const title of ['Не печатает касса', 'Не сходится отчёт'])
      await fileTicket(customer, { title, level: 2 })
    await world.settle()
    const partner = await visit(world.appUrl, world.partner, engineer)
    const found = (await ticketsOf(partner)).find(({ title }) => title.endsWith('касса'))
    await comment(partner, found?.itemId ?? 0, '#клиенту Смотрим.')
    await world.settle()
    world.clock.advance(5 * 60 * 60_000)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openApp(portal: World['partner'], userId: number) {
    page = await openWindow(browser, faults)
    await page.goto(`${portal.url}/marketplace/app/?user=${String(userId)}`)
    return frameOf(page)
  }

  it('the duty manager sees what was kept, and opens the ticket behind a breach', async () => {
    const app = await openApp(world.partner, admin)
    await press(app, 'nav-dashboard')
    await hook(app, 'compliance').first().waitFor()
    expect(await hook(app, 'share-reaction').innerText()).toMatch(/^50\s%$/)
    await hook(app, 'plot-table').first().click()
    await hook(app, 'plot-figure').first().waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'dashboard')

    await hook(app, 'figure-reaction-breached').click()
    await expect.poll(() => hook(app, 'behind-ticket').count()).toBe(1)
    expect(await hook(app, 'behind-ticket').innerText()).toContain('Не сходится отчёт')
    await press(app, 'behind-back')
    await hook(app, 'report-level').selectOption({ index: 1 })
    await expect.poll(() => hook(app, 'compliance-row').count()).toBe(0)
  })

  it('the filters have stayed, on a phone too', async () => {
    const app = await openApp(world.partner, admin)
    await page.setViewportSize(narrow)
    await press(app, 'nav-dashboard')
    await hook(app, 'dashboard').waitFor()
    await expect
      .poll(() =>
        hook(app, 'report-level').evaluate((select) => (select as HTMLSelectElement).value),
      )
      .toBe('1')
    await hook(app, 'report-level').selectOption({ index: 0 })
    await hook(app, 'compliance').first().waitFor()
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'dashboard-narrow')
  })

  it('the customer’s contact reads his month with each breach explained', async () => {
    const app = await openApp(world.customer, admin)
    await page.setViewportSize(narrow)
    await press(app, 'nav-reports')
    await hook(app, 'report-breach').waitFor()
    await press(app, 'report-why')
    expect(await hook(app, 'report-parts').innerText()).toContain('Засчитано')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'monthly-report-narrow')
  })

  it('and keeps it as files', async () => {
    const app = frameOf(page)
    for (const kind of ['pdf', 'xlsx']) {
      const download = page.waitForEvent('download', { timeout: 60_000 })
      await press(app, `download-report.${kind}`)
      expect((await download).suggestedFilename()).toBe(
        `Отчёт о сроках 2026-11 ООО «Ромашка».${kind}`,
      )
      await hook(app, 'download-done').waitFor()
    }
    await expectFits(app)
    await page.setViewportSize({ width: 1280, height: 900 })
    await look(page, 'monthly-report')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
