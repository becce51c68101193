import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { moveItem, ticketsOf } from '../support/open-bridge.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const bookkeeper = 7
const engineer = 5
const narrow = { width: 360, height: 740 }

/** What the customer's person reads in a ticket, and does with it. */
describe('the page of a ticket in the browser', () => {
  let world: World
  let browser: Browser
  let customer: Visitor
  let partner: Visitor
  let page: Page
  let mirrorId = 0
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    customer = await visit(world.appUrl, world.customer, bookkeeper)
    partner = await visit(world.appUrl, world.partner, engineer)
    await fileTicket(customer, { title: 'Не проводятся накладные', level: 2 })
    await world.settle()
    mirrorId = (await ticketsOf(partner))[0]?.itemId ?? 0
    await comment(partner, mirrorId, '#клиенту? Пришлите, пожалуйста, снимок ошибки.')
    await world.settle()
    world.app.start()
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    await page.goto(`${world.customer.url}/marketplace/app/?user=${String(bookkeeper)}`)
    await press(frameOf(page), 'ticket-row')
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  const stageReads = (word: string) =>
    expect
      .poll(() => hook(frameOf(page), 'card-stage').innerText(), { timeout: 30_000 })
      .toContain(word)

  it('says who owes what, and why', async () => {
    const app = frameOf(page)
    await expect.poll(() => hook(app, 'lane-note').innerText()).toContain('ждёт вашего ответа')
    await press(app, 'why-open')
    await hook(app, 'why').waitFor()
    await look(page, 'ticket')
  })

  it('a higher level is asked for with the consents of § 4', async () => {
    const app = frameOf(page)
    await press(app, 'step-raise')
    await hook(app, 'step-reason')
      .locator('textarea')
      .or(hook(app, 'step-reason'))
      .last()
      .fill('Встала отгрузка.')
    await press(app, 'step-phone')
    await press(app, 'step-reply')
    await look(page, 'ticket-raise')
    await press(app, 'step-take')
    await expect
      .poll(async () => (await hook(app, 'message').allInnerTexts()).join('\n'), {
        timeout: 30_000,
      })
      .toContain('Просим повысить критичность до «Критический»')
  })

  it('a proposed solution is rejected with a reason, then confirmed, then reopened', async () => {
    const app = frameOf(page)
    await moveItem(partner, mirrorId, 'proposed')
    await stageReads('Решение предложено')
    await look(page, 'ticket-proposed')
    await press(app, 'step-reject')
    await hook(app, 'step-reason').fill('Накладная от вчера не проводится.')
    await press(app, 'step-take')
    await stageReads('В работе')
    await world.settle()
    // Portals tell whole seconds, and of two moves in the same second the customer's counts.
    await setTimeout(1100)
    await moveItem(partner, mirrorId, 'proposed')
    await stageReads('Решение предложено')
    await press(app, 'step-confirm')
    await press(app, 'step-take')
    await stageReads('Закрыто')
    await press(app, 'step-reopen')
    await hook(app, 'step-reason').fill('Ошибка вернулась.')
    await press(app, 'step-take')
    await stageReads('В работе')
  })

  it('when the engineer moves it meanwhile, then the page says so and keeps the text', async () => {
    const app = frameOf(page)
    await press(app, 'step-withdraw')
    await hook(app, 'step-reason').fill('Больше не нужно.')
    // The page has not looked again when the button is pressed: its server does not answer.
    await page.route('**/api/tickets/by-item/**', (route) => route.abort())
    const item = (await ticketsOf(customer))[0]?.itemId ?? 0
    await moveItem(customer, item, 'closed')
    await press(app, 'step-take')
    await hook(app, 'step-changed').waitFor()
    await look(page, 'ticket-changed')
    expect(await hook(app, 'step-reason').inputValue()).toBe('Больше не нужно.')
    await page.unroute('**/api/tickets/by-item/**')
    await press(app, 'step-cancel')
  })

  it('on a phone nothing sticks out, and assistive technology finds its way', async () => {
    await page.setViewportSize(narrow)
    const app = frameOf(page)
    await expectFits(app)
    await look(page, 'ticket-narrow')
    expect(await seriousFindings(page)).toEqual([])
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
