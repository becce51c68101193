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
const narrow = { width: 360, height: 740 }

/** §7: the engineer enters what he did, the customer reads it and may object. */
describe('the work log in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  /** Of the ticket in the partner's portal. */
  let cardPath = ''
  const faults: string[] = []

  beforeAll(async () => {
    // 18:10 in Moscow: the contract's day ended ten minutes ago.
    world = await startWorld({ startsAt: '2026-11-23T12:00:00Z' })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(customer, { title: 'Не печатает касса', level: 2 })
    await world.settle()
    const partner = await visit(world.appUrl, world.partner, engineer)
    const typeId = String(partner.session.portal.place?.entityTypeId)
    const itemId = String((await ticketsOf(partner))[0]?.itemId)
    cardPath = `/crm/type/${typeId}/details/${itemId}/`
    world.clock.advance(3 * 60 * 60_000 + 10 * 60_000)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openCard() {
    page = await openWindow(browser, faults)
    await page.goto(`${world.partner.url}${cardPath}?user=${String(engineer)}`)
    await hook(page, 'tab-0').click()
    return frameOf(page)
  }

  it('the engineer sees minutes of both classes before he enters them', async () => {
    const app = await openCard()
    await press(app, 'work-add')
    await hook(app, 'work-minutes').fill('30')
    await expect.poll(() => hook(app, 'work-preview').innerText()).toContain('двойной тариф 10 мин')
    expect(await hook(app, 'work-save').isDisabled()).toBe(true)
    await hook(app, 'work-what').fill('Переустановили драйвер')
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'work-form')
    await press(app, 'work-save')
    await hook(app, 'work-entry').waitFor()
    expect(await hook(app, 'work-total').innerText()).toMatch(/рабочее время 20 мин[\s\S]*10 мин/)
  })

  it('a second entry for the same time is refused with the other one named, and nothing typed is lost', async () => {
    const app = frameOf(page)
    await press(app, 'work-add')
    await hook(app, 'work-what').fill('Звонок клиенту')
    await press(app, 'work-save')
    await hook(app, 'work-overlaps').waitFor()
    expect(await hook(app, 'work-overlaps').innerText()).toContain('обращению № 1')
    expect(await hook(app, 'work-what').inputValue()).toBe('Звонок клиенту')
    await app.getByRole('button', { name: 'Отмена' }).click()
  })

  it('a timer runs until it is stopped, and becomes an entry', async () => {
    const app = frameOf(page)
    await press(app, 'work-timer-start')
    await expect.poll(() => hook(app, 'work-timer-says').innerText()).toContain('Таймер идёт')
    world.clock.advance(7 * 60_000)
    await press(app, 'work-timer-stop')
    await press(app, 'work-timer-enter')
    expect(await hook(app, 'work-minutes').inputValue()).toMatch(/^[78]$/)
    await hook(app, 'work-what').fill('Проверка печати')
    await press(app, 'work-save')
    await expect.poll(() => hook(app, 'work-entry').count()).toBe(2)
    await hook(app, 'work-timer-start').waitFor()
    await look(page, 'work-engineer')
  })

  it('the customer reads it on a phone and objects; the engineer sees that', async () => {
    page = await openWindow(browser, faults)
    await page.setViewportSize(narrow)
    await page.goto(`${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`)
    const app = frameOf(page)
    await press(app, 'ticket-row')
    await hook(app, 'work-entry').first().waitFor()
    expect(await hook(app, 'work-add').count()).toBe(0)
    await hook(app, 'work-objection').first().click()
    await hook(app, 'work-reason-text').fill('Драйвер ставили мы сами')
    await press(app, 'work-reason-take')
    await expect
      .poll(() => hook(app, 'work-entry').first().innerText())
      .toContain('Возражение, Анна Лебедева: Драйвер ставили мы сами')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'work-customer-narrow')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
