import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminId, setUpPartner } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const narrow = { width: 360, height: 740 }

/** The duty manager says who is on duty when, and sees where nobody is. */
describe('the rota in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    // 19:00 in Moscow on a Monday.
    world = await startWorld({ startsAt: '2026-11-23T16:00:00Z' })
    await setUpPartner(world)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openPage() {
    page = await openWindow(browser, faults)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(adminId)}`)
    const app = frameOf(page)
    await press(app, 'nav-onCall')
    return app
  }

  it('nobody is on duty before there is a rota', async () => {
    const app = await openPage()
    await hook(app, 'on-duty-now').waitFor()
    expect(await hook(app, 'on-duty-now').innerText()).toContain('Никто')
    expect(await hook(app, 'duty-gaps').innerText()).toContain('пн, 23 ноября')
  })

  it('what is missing is said beside its field, and nothing is saved', async () => {
    const app = frameOf(page)
    await press(app, 'on-call-edit')
    await press(app, 'shift-add')
    await press(app, 'on-call-save')
    await expect.poll(() => hook(app, 'shift').innerText()).toContain('Заполните это поле')
    expect(await seriousFindings(page)).toEqual([])
  })

  it('nights in turn, a replacement and quiet hours: the week shows them, with its gaps', async () => {
    const app = frameOf(page)
    await press(app, 'shift-0-persons')
    await hook(page, 'select-user-5').click()
    await hook(page, 'select-user-1').click()
    await hook(page, 'select-ok').click()
    await expect.poll(() => hook(app, 'shift-person').count()).toBe(2)
    await app.getByRole('button', { name: 'Поставить выше: Иван Петров' }).click()
    await press(app, 'exception-add')
    await hook(app, 'exception-0-from').fill('2026-11-25')
    await hook(app, 'exception-0-to').fill('2026-11-25')
    await press(app, 'exception-0-choose')
    await hook(page, 'select-user-1').click()
    await hook(page, 'select-ok').click()
    await hook(app, 'quiet-on').click()
    await look(page, 'on-call-form')
    await press(app, 'on-call-save')
    await expect.poll(() => hook(app, 'on-duty-now').innerText()).toContain('Иван Петров')
    expect(await hook(app, 'on-duty-now').innerText()).toContain('21:00–08:00')
    const days = hook(app, 'duty-day')
    expect(await days.nth(2).innerText()).toContain('Мария Соколова (замена)')
    expect(await days.nth(3).innerText()).toMatch(/09:00–18:00\s+Никто/)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'on-call-week')
    await press(app, 'week-later')
    await expect.poll(() => days.nth(1).innerText()).toContain('Мария Соколова')
  })

  it('it can be read on a phone', async () => {
    await page.setViewportSize(narrow)
    const app = frameOf(page)
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'on-call-narrow')
    await press(app, 'on-call-edit')
    await hook(app, 'on-call-form').waitFor()
    await expectFits(app)
    await look(page, 'on-call-form-narrow')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
