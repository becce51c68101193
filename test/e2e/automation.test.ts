import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDeal } from '../support/automation.ts'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { look } from './look.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'

const deal = 2
const engineer = 5
const bookkeeper = 7

/** Automation as people see it: nobody opens our app, and a deal goes its way all the same. */
describe('automation in the browser', () => {
  let world: World
  let browser: Browser
  let dealId: number
  let customer: Page
  let partner: Page
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    dealId = await makeDeal(world.customer, 'Поставка муки', bookkeeper)
    world.customer.placeRobot('sla_create_ticket', {
      entityTypeId: deal,
      stageId: 'PREPARATION',
      properties: {
        filer: '{=Document:ASSIGNED_BY_ID}',
        title: 'Нужна помощь по сделке «{=Document:TITLE}»',
        description: 'Сделка перешла на стадию подготовки документов.',
        level: '2',
      },
    })
    world.customer.placeTrigger('sla_partner_replied', 'EXECUTING')
    world.app.start()
    browser = await launchBrowser()
    customer = await openWindow(
      `${world.customer.url}/crm/deal/details/${String(dealId)}/`,
      bookkeeper,
    )
    partner = await openWindow(world.partner.url, engineer)
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  const hook = (page: Page | FrameLocator, name: string) => page.locator(`[data-test="${name}"]`)

  async function openWindow(url: string, userId: number): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'ru-RU',
      timezoneId: 'Europe/Moscow',
    })
    context.setDefaultTimeout(30_000)
    context.on('weberror', (error) => faults.push(error.error().message))
    const page = await context.newPage()
    await page.goto(`${url}?user=${String(userId)}`)
    return page
  }

  it('a deal moves to a stage, and the robot there files a ticket', async () => {
    await hook(customer, 'stage-PREPARATION').click()
    await expect
      .poll(() => world.customer.robotResults()[0]?.returned, { timeout: 30_000 })
      .toMatchObject({ number: '1', level: '2', error: '' })
  })

  it('the engineer answers, and the trigger moves the deal on', async () => {
    const type = partner.locator('[data-test^="menu-type-"]').first()
    await partner.reload()
    await type.click()
    await hook(partner, 'item-row').first().click()
    await hook(partner, 'comment-box').fill('#клиенту Документы проверили, можно отгружать.')
    await look(partner, 'automation-1-engineer')
    await hook(partner, 'comment-send').click()
    await expect
      .poll(() => hook(customer, 'stage-current').innerText(), { timeout: 30_000 })
      .toBe('В работе')
    await look(customer, 'automation-2-deal')
  })

  it('«Сообщить о проблеме» in the deal opens the form in a side panel, with title, link and person', async () => {
    await hook(customer, 'toolbar-0').click()
    const form = customer.frameLocator('[data-test="panel-frame"]')
    await hook(form, 'new-title').waitFor()
    expect(await hook(form, 'new-title').inputValue()).toBe('Сделка «Поставка муки»')
    expect(await hook(form, 'new-links').inputValue()).toBe(
      `${world.customer.url}/crm/deal/details/${String(dealId)}/`,
    )
    expect(await hook(form, 'new-contact-name').inputValue()).toBe('Анна Лебедева')
    await look(customer, 'automation-3-report')
    await customer.setViewportSize({ width: 360, height: 740 })
    await look(customer, 'automation-3-report-360')
    await customer.setViewportSize({ width: 1280, height: 900 })
    await press(form, 'new-cancel')
    await hook(customer, 'side-panel').waitFor({ state: 'detached' })
  })

  it('the link in the first comment opens the ticket in our app', async () => {
    const type = customer.locator('[data-test^="menu-type-"]').first()
    await type.click()
    await hook(customer, 'item-row').first().click()
    const [opened] = await Promise.all([
      customer.context().waitForEvent('page'),
      customer.getByRole('link', { name: 'Открыть обращение № 1' }).click(),
    ])
    const app = opened.frameLocator('[data-test="app-frame"]')
    await hook(app, 'card-number').waitFor()
    expect(await hook(app, 'card-number').innerText()).toBe('№ 1')
    await look(opened, 'automation-4-linked')
  })

  it('an administrator adds a webhook, sees its secret once, and tests it', async () => {
    const page = await openWindow(`${world.customer.url}/marketplace/app/`, 1)
    const app = page.frameLocator('[data-test="app-frame"]')
    await press(app, 'nav-automation')
    // Nobody listens there.
    await hook(app, 'webhook-url').fill('http://localhost:9/sla')
    await press(app, 'webhook-add')
    await hook(app, 'webhook-secret').waitFor()
    await press(app, 'webhook-test')
    await expect
      .poll(() => hook(app, 'webhook-delivery').first().getAttribute('data-state'), {
        timeout: 30_000,
      })
      .toBe('failed')
    await look(page, 'automation-5-webhooks')
    await page.setViewportSize({ width: 360, height: 740 })
    await look(page, 'automation-5-webhooks-360')
    expect(faults).toEqual([])
  })
})
