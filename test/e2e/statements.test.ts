import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moneySchema } from '../../shared/api/money.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { ticketsOf } from '../support/open-bridge.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { seriousFindings } from './serious-findings.ts'

const admin = 1
const bookkeeper = 7
const engineer = 5
const narrow = { width: 360, height: 740 }

/** §7, §8: a month is stated, objected to, corrected, accepted and closed. */
describe('a statement in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  let ivan: Visitor
  let itemId = 0
  const faults: string[] = []
  const entry = { id: randomUUID(), what: 'Переустановили драйвер', onlyOutOfHours: false }
  let from = 0

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T12:00:00Z' })
    await linkPortals(world)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(customer, { title: 'Не печатает касса', level: 2 })
    await world.settle()
    ivan = await visit(world.appUrl, world.partner, engineer)
    itemId = (await ticketsOf(ivan))[0]?.itemId ?? 0
    world.clock.advance(2 * 60 * 60_000)
    from = world.clock.now() - 90 * 60_000
    const work = { ...entry, from, to: from + 60 * 60_000, questionIds: [], endsTimer: false }
    await ivan.post(`/api/tickets/by-item/${String(itemId)}/work`, workLogSchema, work)
    const maria = await visit(world.appUrl, world.partner, admin)
    const [contract] = (await maria.get('/api/money', moneySchema)).contracts
    await maria.post(`/api/money/contracts/${String(contract?.contractId)}/packages`, moneySchema, {
      ...{ id: randomUUID(), name: '10 часов на ноябрь', minutes: 600, kopecks: 3_000_000 },
      ...{ fromMonth: '2026-11', untilMonth: '2026-11', rest: 'rollsOver' },
    })
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function openMoney(portal: World['partner']) {
    page = await openWindow(browser, faults)
    await page.goto(`${portal.url}/marketplace/app/?user=${String(admin)}`)
    const app = frameOf(page)
    await press(app, 'nav-money')
    return app
  }
  const stateOf = (app: ReturnType<typeof frameOf>) =>
    hook(app, 'statement-state').getAttribute('data-state')

  it('the manager sees what is not stated yet, makes the month and sends it', async () => {
    const app = await openMoney(world.partner)
    await expect.poll(() => hook(app, 'money-unbilled').innerText()).toContain('1 ч')
    expect(await hook(app, 'package').innerText()).toContain('осталось 10 ч из 10 ч')
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'money-overview')
    await press(app, 'money-open')
    await press(app, 'statement-make')
    await hook(app, 'statement-line').waitFor()
    await look(page, 'statement-draft')
    await press(app, 'statement-send')
    await expect.poll(() => stateOf(app)).toBe('sent')
    expect(await hook(app, 'statement-line').innerText()).toContain('Из пакетов: 1 ч')
  })

  it('the contact objects on a phone', async () => {
    const app = await openMoney(world.customer)
    await page.setViewportSize(narrow)
    await look(page, 'money-contact-narrow')
    await press(app, 'money-open')
    await press(app, 'statement-object')
    await hook(app, 'statement-reason').fill('Работали полчаса')
    await press(app, 'statement-object-send')
    await expect.poll(() => stateOf(app)).toBe('objected')
    await expectFits(app)
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'statement-contact-narrow')
  })

  it('corrected, it is made and sent again', async () => {
    await ivan.post(`/api/tickets/by-item/${String(itemId)}/work/${entry.id}`, workLogSchema, {
      ...{ what: entry.what, onlyOutOfHours: false, questionIds: [], from },
      ...{ to: from + 30 * 60_000, revision: 1, reason: 'Обсудили с клиентом' },
    })
    const app = await openMoney(world.partner)
    await press(app, 'money-open')
    await press(app, 'statement-make')
    await expect.poll(() => stateOf(app)).toBe('draft')
    await press(app, 'statement-send')
    await expect.poll(() => stateOf(app)).toBe('sent')
    expect(await hook(app, 'statement-line').innerText()).toContain('30 мин')
  })

  it('accepted and closed, it has its hash and nothing more can be done', async () => {
    const contact = await openMoney(world.customer)
    await press(contact, 'money-open')
    await press(contact, 'statement-accept')
    await expect.poll(() => stateOf(contact)).toBe('accepted')
    const app = await openMoney(world.partner)
    await press(app, 'money-open')
    await press(app, 'statement-close')
    await expect.poll(() => stateOf(app)).toBe('closed')
    expect(await hook(app, 'statement').innerText()).toMatch(
      /SHA-256 закрытого отчёта: [0-9a-f]{64}/,
    )
    expect(await hook(app, 'statement-make').count()).toBe(0)
    const download = page.waitForEvent('download')
    await press(app, 'download-act.pdf')
    expect((await download).suggestedFilename()).toMatch(/^Акт об оказании услуг 2026-11 .*\.pdf$/)
    await hook(app, 'download-done').waitFor()
    await look(page, 'statement-closed')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
