import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const adminId = 1
const bookkeeper = 7
const narrow = { width: 360, height: 740 }

/** The terms are edited in forms that say what the edit will mean. */
describe('editing the terms of a contract', () => {
  let world: World
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(customer, { title: 'Не печатает касса', level: 2 })
    await world.settle()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openTerms(size?: typeof narrow) {
    page = await openWindow(browser, faults)
    if (size) await page.setViewportSize(size)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(adminId)}`)
    const app = frameOf(page)
    for (const name of ['nav-contracts', 'contract-terms']) await press(app, name)
    await hook(app, 'terms-version').first().waitFor()
    return app
  }

  it('a shorter reaction from December on and a day off: the preview says it, open tickets stay', async () => {
    const app = await openTerms()
    await press(app, 'terms-edit')
    await hook(app, 'terms-valid-on').fill('2026-12-01')
    await hook(app, 'terms-reaction-2-hours').fill('2')
    const preview = hook(app, 'terms-preview')
    await expect.poll(() => preview.innerText()).toContain('С 1 декабря 2026')
    expect(await preview.innerText()).toContain('Реакция, критичность 2: 2 ч (было: 4 ч)')
    expect(await preview.innerText()).toContain('1 открытое обращение останется на прежних')
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'terms-policy')

    await press(app, 'terms-section-calendar')
    await hook(app, 'day-2026-12-29').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await hook(app, 'exception-name').fill('Инвентаризация')
    await press(app, 'exception-take')
    await expect
      .poll(() => preview.innerText())
      .toContain('30 декабря 2026 г.: Выходной (Инвентаризация)')
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'terms-calendar')

    await press(app, 'terms-save')
    const planned = hook(app, 'terms-version').first()
    await expect.poll(() => planned.innerText()).toContain('назначена')
    expect(await planned.innerText()).toContain('Реакция, критичность 2: 4 ч → 2 ч')
    await look(page, 'terms-versions')
  })

  it('hours that overlap cannot be saved, and the form says why', async () => {
    const app = frameOf(page)
    await press(app, 'terms-edit')
    await press(app, 'terms-section-calendar')
    await press(app, 'week-mon-add')
    await hook(app, 'week-mon-1-from').fill('17:00')
    await hook(app, 'week-mon-1-to').fill('20:00')
    await hook(app, 'week-mon-1-to').blur()
    await expect
      .poll(() => hook(app, 'terms-problems').innerText())
      .toContain('Часы одного дня пересекаются')
    expect(await hook(app, 'terms-save').isDisabled()).toBe(true)
    await press(app, 'terms-cancel')
  })

  it('on a phone the planned version is withdrawn', async () => {
    const app = await openTerms(narrow)
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await press(app, 'terms-withdraw')
    await press(app, 'terms-withdraw')
    await expect.poll(() => hook(app, 'terms-version').first().innerText()).toContain('отменена')
    await press(app, 'terms-edit')
    await expectFits(app)
    await look(page, 'terms-narrow')
    await press(app, 'terms-section-calendar')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'terms-calendar-narrow')
    await press(app, 'terms-section-tariff')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'terms-tariff-narrow')
  })

  it('term and licence are set on a phone, and the change log tells of all of it', async () => {
    page = await openWindow(browser, faults)
    await page.setViewportSize(narrow)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(adminId)}`)
    const app = frameOf(page)
    for (const name of ['nav-contracts', 'contract-details', 'life-details']) await press(app, name)
    await hook(app, 'life-endsOn').fill('2027-11-30')
    await hook(app, 'life-place').fill('Москва')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'contract-life-narrow')
    await press(app, 'life-save')
    await expect
      .poll(() => hook(app, 'contract-life').innerText())
      .toContain('Последний день: 30 ноября 2027')
    await look(page, 'contract-narrow')

    await press(app, 'nav-audit')
    await hook(app, 'audit-entry').first().waitFor()
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'audit-narrow')
    expect(await hook(app, 'audit-entry').first().innerText()).toMatch(
      /Последний день:\s+30 ноября 2027/,
    )
    const download = page.waitForEvent('download')
    await press(app, 'audit-export')
    expect((await download).suggestedFilename()).toBe('Журнал изменений.csv')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
