import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tamper } from '../support/evidence-kinds.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const bookkeeper = 7
const admin = 1
const narrow = { width: 360, height: 740 }

/** Both parties verify the history by themselves, and a lawyer does it without us. */
describe('evidence in the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-evidence-'))
  const file = join(folder, 'desk.db')
  const saved = join(folder, 'history.json')
  let world: World
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z', databaseFile: file })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(customer, { title: 'Не печатает касса', level: 2 })
    await world.settle()
    while (await world.app.jobs.keepEvidence());
    await world.settle()
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  it('the customer presses «Проверить», reads that all agrees, and saves the file', async () => {
    page = await openWindow(browser, faults)
    await page.goto(`${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`)
    const app = frameOf(page)
    await press(app, 'agreement-open')
    await press(app, 'evidence-verify')
    await hook(app, 'evidence-agrees').waitFor()
    expect(await hook(app, 'evidence-agrees').innerText()).toMatch(
      /Проверено: 1 обращение, \d+ запис/,
    )
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'evidence-customer')
    const download = page.waitForEvent('download')
    await press(app, 'evidence-save')
    await (await download).saveAs(saved)
  })

  it('the page verifies that file from disk, without network, and refuses another one', async () => {
    const own = await openWindow(browser, faults)
    const html = await (await fetch(`${world.appUrl}/offline/verify.html`)).text()
    writeFileSync(join(folder, 'verify.html'), html)
    await own.context().setOffline(true)
    await own.goto(pathToFileURL(join(folder, 'verify.html')).href)
    await own.locator('#file').setInputFiles(saved)
    const outcome = own.locator('#outcome')
    await expect.poll(() => outcome.innerText()).toContain('обращений — 1')
    expect(await outcome.innerText()).toContain('Всё сходится')
    await look(own, 'evidence-offline')
    const damaged = join(folder, 'other.json')
    writeFileSync(damaged, '{}')
    await own.locator('#file').setInputFiles(damaged)
    await expect.poll(() => outcome.innerText()).toContain('не файл истории')
  })

  it('the partner’s manager sees on a phone which ticket was altered', async () => {
    await tamper({ file }, `update facts set fact = replace(fact, '"level":2', '"level":3')`)
    page = await openWindow(browser, faults)
    await page.setViewportSize(narrow)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(admin)}`)
    const app = frameOf(page)
    await press(app, 'nav-contracts')
    await press(app, 'contract-details')
    await press(app, 'evidence-verify')
    await hook(app, 'evidence-differs').waitFor()
    expect(await hook(app, 'evidence-differs').innerText()).toContain('Обращение № 1, запись 1')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'evidence-partner-narrow')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
