import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { statementViewSchema } from '../../shared/api/money.ts'
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
const minuteMs = 60_000
const narrow = { width: 360, height: 740 }

/** From the work that was done on a task to the invoice in the partner's CRM. */
describe('work and its invoice in the browser', () => {
  let world: World
  let browser: Browser
  let page: Page
  let maria: Visitor
  let oleg: Visitor
  let month = ''
  let cardPath = ''
  let companyId = 0
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
    await linkPortals(world)
    maria = await visit(world.appUrl, world.partner, admin)
    oleg = await visit(world.appUrl, world.customer, admin)
    await agreeOnPrice()
    world.clock.advance(minuteMs)
    const customer = await visit(world.appUrl, world.customer, bookkeeper)
    await fileTicket(customer, { title: 'Не печатает касса', level: 2 })
    await world.settle()
    world.clock.advance(4 * 60 * minuteMs)
    const ivan = await visit(world.appUrl, world.partner, engineer)
    const typeId = ivan.session.portal.place?.entityTypeId ?? 0
    const itemId = (await ticketsOf(ivan))[0]?.itemId ?? 0
    cardPath = `/crm/type/${String(typeId)}/details/${String(itemId)}/`
    const link = `T${typeId.toString(16)}_${String(itemId)}`
    const fields = { TITLE: 'Драйвер кассы', RESPONSIBLE_ID: engineer, UF_CRM_TASK: [link] }
    const made = (await ivan.call('tasks.task.add', { fields })) as { task: { id: string } }
    const spent = { SECONDS: 1800, COMMENT_TEXT: 'Переустановили драйвер' }
    await ivan.call('task.elapseditem.add', { TASKID: made.task.id, ARFIELDS: spent })
    world.app.start()
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function agreeOnPrice() {
    const [contract] = (await maria.get('/api/contracts', contractListSchema)).contracts
    const { id, policy, calendar } = contract!
    const vat = { kind: 'onTop', percent: 22 } as const
    const tariff = { ...contract!.tariff, hourKopecks: 333_333, vat }
    const terms = { policy, calendar, tariff }
    await maria.raw('POST', `/api/contracts/${id}/terms`, {
      ...{ basedOn: 1, validOn: '2026-11-23', terms },
    })
    month = `/api/money/contracts/${id}/months/2026-11`
    const fields = { title: 'ООО «Ромашка», бухгалтерия' }
    const added = await maria.call('crm.item.add', { entityTypeId: 4, fields })
    companyId = z.object({ item: z.object({ id: z.number() }) }).parse(added).item.id
  }

  const act = async (who: Visitor, name: string, state: string) => {
    await who.post(month, statementViewSchema, { act: name })
    await expect
      .poll(async () => (await who.get(month, statementViewSchema)).state, { timeout: 30_000 })
      .toBe(state)
    await expect.poll(async () => (await who.get(month, statementViewSchema)).progress).toBe(null)
  }

  it('time spent on a linked task is taken over, once', async () => {
    page = await openWindow(browser, faults)
    await page.goto(`${world.partner.url}${cardPath}?user=${String(engineer)}`)
    await hook(page, 'tab-0').click()
    const app = frameOf(page)
    await press(app, 'work-from-task')
    await hook(app, 'work-task-take').waitFor()
    expect(await hook(app, 'work-task-times').innerText()).toContain('Драйвер кассы')
    await look(page, 'work-from-task')
    await press(app, 'work-task-take')
    await hook(app, 'work-entry').waitFor()
    expect(await hook(app, 'work-entry').innerText()).toContain('Переустановили драйвер')
    await expect.poll(() => hook(app, 'work-task-take').count()).toBe(0)
    expect(await hook(app, 'work-task-times').innerText()).toContain('уже')
  })

  it('an agreed statement becomes an invoice for the company that the manager chooses', async () => {
    await act(maria, 'make', 'draft')
    await act(maria, 'send', 'sent')
    await act(oleg, 'accept', 'accepted')
    page = await openWindow(browser, faults)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(admin)}`)
    const app = frameOf(page)
    await press(app, 'nav-money')
    await press(app, 'money-open')
    await hook(app, 'invoice').waitFor()
    expect(await hook(app, 'invoice-make').count()).toBe(0)
    await press(app, 'invoice-choose')
    await hook(page, `select-CO_${String(companyId)}`).check()
    await hook(page, 'select-ok').click()
    await expect
      .poll(() => hook(app, 'invoice-client').innerText())
      .toContain('ООО «Ромашка», бухгалтерия')
    expect(await seriousFindings(page)).toEqual([])
    await look(page, 'invoice-chosen')
    await press(app, 'invoice-make')
    await hook(app, 'invoice-open').waitFor({ timeout: 60_000 })
    expect(await hook(app, 'statement-rates').innerText()).toMatch(/Цена часа\s+3\s333,33/)
    await look(page, 'invoice-made')
    await page.setViewportSize(narrow)
    await expectFits(app)
    await look(page, 'invoice-made-narrow')
  })

  it('printed, the statement stands alone: no buttons, no invoice', async () => {
    const app = frameOf(page)
    await page.emulateMedia({ media: 'print' })
    expect(await hook(app, 'statement-totals').isVisible()).toBe(true)
    for (const name of ['invoice', 'document-files', 'statement-print', 'statement-back'])
      expect(await hook(app, name).isVisible(), name).toBe(false)
    await look(page, 'statement-print')
    await page.emulateMedia({ media: 'screen' })
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
