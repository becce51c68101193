import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../support/start-world.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const admin = 1
const engineer = 5
const bookkeeper = 7

/** A one-pixel PNG. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The main job as people do it, each in a window of their own, told in order. */
describe('the main job in the browser', () => {
  let world: World
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openApp(url: string, userId: number): Promise<Page> {
    const page = await openWindow(browser, faults)
    await page.goto(`${url}/marketplace/app/?user=${String(userId)}`)
    return page
  }

  let invitation = ''
  let partnerAdmin: Page
  let customerAdmin: Page

  it('1. the partner’s administrator sets the app up, makes a contract and gets a code', async () => {
    partnerAdmin = await openApp(world.partner.url, admin)
    await hook(partnerAdmin, 'install-app').click()
    const app = frameOf(partnerAdmin)
    await press(app, 'choose-partner')
    await press(app, 'nav-contracts')
    await expect.poll(() => world.partner.app.isFinished, { timeout: 10_000 }).toBe(true)

    await press(app, 'contract-new')
    await hook(app, 'contract-customer').fill('ООО «Ромашка»')
    await fillPerson(app, 0, [
      'Анна Лебедева',
      'Главный бухгалтер',
      'lebedeva@romashka.example',
      '+7 495 000-00-07',
    ])
    await press(app, 'person-add')
    await fillPerson(app, 1, [
      'Олег Громов',
      'Администратор',
      'gromov@romashka.example',
      '+7 495 000-00-01',
    ])
    await press(app, 'person-1-organisational')
    await look(partnerAdmin, '1-contract-form')
    await press(app, 'contract-save')
    await press(app, 'invitation-make')
    invitation = (await hook(app, 'invitation-code').innerText()).trim()
    expect(invitation).toMatch(/^[2-9A-HJ-NP-Z-]{26,}$/)
    await look(partnerAdmin, '1-invitation')
  })

  async function fillPerson(app: FrameLocator, index: number, values: string[]): Promise<void> {
    const names = ['name', 'position', 'email', 'phone']
    for (const [at, name] of names.entries())
      await hook(app, `person-${String(index)}-${name}`).fill(values[at] ?? '')
    const authorised = hook(app, `person-${String(index)}-authorised`)
    if ((await authorised.getAttribute('aria-checked')) !== 'true')
      await press(app, `person-${String(index)}-authorised`)
  }

  it('2. the customer’s administrator enters the code, binds the persons and accepts; the partner confirms', async () => {
    customerAdmin = await openApp(world.customer.url, admin)
    await hook(customerAdmin, 'install-app').click()
    const app = frameOf(customerAdmin)
    await press(app, 'choose-customer')
    await hook(app, 'code-input').fill(invitation)
    await press(app, 'code-check')
    expect(await hook(app, 'agreement-partner-host').innerText()).toContain(world.partner.domain)
    await bind(app, 0, bookkeeper)
    await bind(app, 1, admin)
    await look(customerAdmin, '2-agreement')
    await press(app, 'link-accept')
    await hook(app, 'link-waiting').waitFor()

    const partner = frameOf(partnerAdmin)
    await press(partner, 'contract-confirm')
    await hook(frameOf(customerAdmin), 'ticket-new').waitFor({ timeout: 60_000 })
    await expect.poll(() => world.customer.app.isFinished, { timeout: 10_000 }).toBe(true)
    await look(customerAdmin, '2-customer-home')
  })

  async function bind(app: FrameLocator, index: number, userId: number): Promise<void> {
    await press(app, `bind-person-${String(index)}`)
    await hook(customerAdmin, `select-user-${String(userId)}`).click()
    const ok = hook(customerAdmin, 'select-ok')
    if (await ok.isVisible()) await ok.click()
  }

  let person: Page

  it('3. an authorised person files a ticket at level 1 with a screenshot and sees when the reaction is due', async () => {
    person = await openApp(world.customer.url, bookkeeper)
    const app = frameOf(person)
    await press(app, 'ticket-new')
    await hook(app, 'new-title').fill('Портал не открывается')
    // What was typed outlives a reload of the tab.
    await hook(app, 'new-title').press('Tab')
    await expect
      .poll(() => keptTexts(world.customer, bookkeeper))
      .toContain('Портал не открывается')
    await person.reload()
    await press(app, 'ticket-new')
    expect(await hook(app, 'new-title').inputValue()).toBe('Портал не открывается')
    await press(app, 'new-level-1')
    await press(app, 'consent-phone')
    await press(app, 'consent-reply')
    await press(app, 'new-next')
    await press(app, 'new-category')
    await app.getByRole('option').first().click()
    await hook(app, 'new-description').fill('Ошибка 502 у всех сотрудников.')
    await hook(app, 'new-impact').fill('Работа остановлена.')
    await press(app, 'new-next')
    await hook(app, 'new-links').fill('https://romashka.example/crm/deal/details/1/')
    await hook(app, 'new-files').setInputFiles({
      name: 'снимок экрана.png',
      mimeType: 'image/png',
      buffer: picture,
    })
    await press(app, 'new-next')
    await hook(app, 'new-environment').fill('Битрикс24 коробка 24.300, PHP 8.2')
    await hook(app, 'new-due').waitFor()
    await look(person, '3-form')
    expect(await seriousFindings(person)).toEqual([])
    await press(app, 'new-send')
    await expect
      .poll(() => hook(frameOf(person), 'new-number').innerText(), { timeout: 30_000 })
      .toContain('1')
    await look(person, '3-sent')
  })

  let card: Page

  it('4. the engineer sees the running clock and answers from the timeline and from our tab', async () => {
    const list = await openWindow(browser, faults)
    const entityTypeId = await entityTypeIdOf(world.partner)
    await list.goto(`${world.partner.url}/crm/type/${entityTypeId}/list/?user=${String(engineer)}`)
    await hook(list, 'item-row').first().click()
    card = list
    await hook(card, 'tab-0').click()
    const app = frameOf(card)
    await hook(app, 'clock-reaction').waitFor()
    expect(await hook(app, 'clock-reaction').getAttribute('data-state')).toBe('running')
    await look(card, '4-clock')

    await hook(card, 'tab-general').click()
    await hook(card, 'comment-box').fill('Посмотрю журнал nginx.')
    await hook(card, 'comment-send').click()
    await hook(card, 'comment-box').fill('#клиенту Добрый день! Перезапускаем службы.')
    await hook(card, 'comment-send').click()
    await hook(card, 'tab-0').click()
    await expect
      .poll(() => hook(frameOf(card), 'clock-reaction').getAttribute('data-state'), {
        timeout: 30_000,
      })
      .toBe('met')
    await hook(frameOf(card), 'clock-statusUpdate').waitFor()

    await press(app, 'composer-public')
    await hook(app, 'composer-text').fill('Портал снова отвечает, проверьте, пожалуйста.')
    await press(app, 'composer-send')
    await expect.poll(() => hook(frameOf(card), 'message').count(), { timeout: 30_000 }).toBe(2)
    await look(card, '4-answered')
  })

  it('5. the customer reads both, answers from timeline and tab, and the partner’s closing closes', async () => {
    const entityTypeId = await entityTypeIdOf(world.customer)
    await person.goto(
      `${world.customer.url}/crm/type/${entityTypeId}/list/?user=${String(bookkeeper)}`,
    )
    await hook(person, 'item-row').first().click()
    const comments = hook(person, 'comment')
    await expect
      .poll(() => comments.allInnerTexts(), { timeout: 30_000 })
      .toEqual(
        expect.arrayContaining([
          expect.stringContaining('Обращение № 1 зарегистрировано'),
          expect.stringContaining('Перезапускаем службы'),
          expect.stringContaining('Портал снова отвечает'),
        ]),
      )
    const texts = (await comments.allInnerTexts()).join('\n')
    expect(texts).not.toContain('Посмотрю журнал nginx')
    expect(texts).not.toContain('#клиенту')
    await look(person, '5-customer-card')

    await hook(person, 'comment-box').fill('Открывается, спасибо.')
    await hook(person, 'comment-send').click()
    await hook(person, 'tab-0').click()
    const app = frameOf(person)
    await expect.poll(() => hook(app, 'message').count(), { timeout: 30_000 }).toBe(3)
    await hook(app, 'composer-text').fill('У всех работает.')
    await press(app, 'composer-send')
    await expect.poll(() => hook(frameOf(person), 'message').count(), { timeout: 30_000 }).toBe(4)
    await look(person, '5-customer-tab')

    await hook(card, 'tab-general').click()
    await expect
      .poll(async () => (await hook(card, 'comment').allInnerTexts()).join('\n'), {
        timeout: 30_000,
      })
      .toMatch(/(?=[\s\S]*Открывается, спасибо)(?=[\s\S]*У всех работает)/)
    await card.locator('[data-test^="stage-"]', { hasText: 'Закрыто' }).first().click()
    await expect
      .poll(() => hook(person, 'stage-current').innerText(), { timeout: 30_000 })
      .toContain('Закрыто')
    await hook(card, 'tab-0').click()
    await expect
      .poll(() => hook(frameOf(card), 'clock-statusUpdate').first().getAttribute('data-state'), {
        timeout: 30_000,
      })
      .not.toBe('running')
    await look(card, '5-closed')
  })

  it('no page reported an error, and opened outside a portal the app says so', async () => {
    const page = await openWindow(browser, faults)
    await page.goto(`${world.appUrl}/app`)
    await page.getByText('Битрикс24').first().waitFor()
    await look(page, '6-outside')
    expect(faults).toEqual([])
  })
})

/** What the portal keeps for a person on behalf of our application. */
const keptTexts = (portal: World['partner'], userId: number) =>
  JSON.stringify(portal.userOptions(userId))

async function entityTypeIdOf(portal: World['partner']): Promise<string> {
  const { body } = await portal.callAsUser(admin, 'crm.type.list', {})
  const { types } = body.result as { types: { entityTypeId: number }[] }
  return String(types[0]?.entityTypeId)
}
