import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkPortals } from '../support/link-portals.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const bookkeeper = 7
const storekeeper = 8
const narrow = { width: 360, height: 740 }

/** §8: one employee asks, another one is authorised and sends. */
describe('the basket in the browser', () => {
  let world: World
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld()
    await linkPortals(world)
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openBasket(userId: number): Promise<Page> {
    const page = await openWindow(browser, faults)
    await page.goto(`${world.customer.url}/marketplace/app/?user=${String(userId)}`)
    await press(frameOf(page), 'basket-open')
    return page
  }

  async function ask(page: Page, text: string, nowInBasket: number): Promise<void> {
    const app = frameOf(page)
    await hook(app, 'basket-text').fill(text)
    await press(app, 'basket-add')
    await expect.poll(() => hook(app, 'basket-question').count()).toBe(nowInBasket)
  }

  it('any employee collects on a phone, and is told who sends', async () => {
    const page = await openBasket(storekeeper)
    await page.setViewportSize(narrow)
    await ask(page, 'Где искать журнал событий?', 1)
    await ask(page, 'Можно ли хранить копии дольше месяца?', 2)
    const app = frameOf(page)
    await hook(app, 'basket-who-sends').waitFor()
    expect(await hook(app, 'basket-send').count()).toBe(0)
    await expectFits(app)
    await look(page, 'basket-narrow')
    expect(await seriousFindings(page)).toEqual([])
  })

  it('the authorised person orders, sees the saving, and sends one ticket with a checklist', async () => {
    const page = await openBasket(bookkeeper)
    const app = frameOf(page)
    await ask(page, 'Как закрыть месяц, если есть непроведённые документы?', 3)
    await press(app, 'question-down')
    await expect
      .poll(() => hook(app, 'basket-question').first().innerText())
      .toContain('Можно ли хранить')
    expect(await hook(app, 'basket-saving').innerText()).toContain('40 минут')
    await look(page, 'basket')
    await press(app, 'basket-send')
    await press(app, 'new-level-4')
    await press(app, 'new-next')
    await hook(app, 'new-description').waitFor()
    expect(await hook(app, 'new-description').inputValue()).toMatch(/^1\. Можно ли хранить/)
    await press(app, 'new-category')
    await app.getByRole('option').first().click()
    await hook(app, 'new-impact').fill('Работа не остановлена.')
    await press(app, 'new-next')
    await hook(app, 'new-files-reason').fill('Вопросы без снимков')
    await hook(app, 'new-links').fill('Нет')
    await press(app, 'new-next')
    await hook(app, 'new-environment').fill('Битрикс24 коробка 24.300')
    await press(app, 'new-send')
    await press(app, 'new-open')
    await hook(app, 'ticket-questions').waitFor({ timeout: 20_000 })
    await app.getByRole('checkbox').first().click()
    await expect.poll(() => hook(app, 'ticket-questions').innerText()).toContain('отвечено 1 из 3')
    await look(page, 'basket-ticket')
    await press(app, 'nav-tickets')
    await press(app, 'basket-open')
    await hook(app, 'empty').waitFor()
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
