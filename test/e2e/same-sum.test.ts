import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { moneySchema, statementViewSchema } from '../../shared/api/money.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import type { Statement } from '../../shared/billing/statement-shape.ts'
import { formatMoney } from '../../shared/words/format-money.ts'
import { formatMinutes } from '../../shared/words/format-minutes.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { moveItem, ticketsOf } from '../support/open-bridge.ts'
import { readPdf, withoutBlanks } from '../support/read-pdf.ts'
import { readXlsx } from '../support/read-xlsx.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'

const admin = 1
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const december = '2026-12'

/**
 * §7, §8: December after November was closed: work of November that was corrected since, a ticket
 * that costs the minimum, one whose entry the customer objects to, a package, VAT on top.
 */
describe('one statement on screen, in files and in the invoice', () => {
  let world: World
  let browser: Browser
  let page: Page
  let app: FrameLocator
  let people: { maria: Visitor; oleg: Visitor; ivan: Visitor; anna: Visitor }
  let money = ''
  let statement: Statement
  const items: Record<string, { own: number; mirror: number }> = {}
  const faults: string[] = []

  beforeAll(async () => {
    world = await startWorld({ startsAt: '2026-11-23T07:00:00Z' })
    await linkPortals(world)
    const of = (portal: 'partner' | 'customer', id: number) =>
      visit(world.appUrl, world[portal], id)
    people = {
      ...{ maria: await of('partner', admin), oleg: await of('customer', admin) },
      ...{ ivan: await of('partner', 5), anna: await of('customer', 7) },
    }
    await agreeOnPrice()
    world.clock.advance(minuteMs)
    for (const title of ['Нет печати', 'Сброс пароля', 'Обмен с сайтом']) await file(title)
    await stateNovember()
    await workInDecember()
    statement = await agree(december)
    world.app.start()
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    await page.goto(`${world.partner.url}/marketplace/app/?user=${String(admin)}`)
    app = frameOf(page)
    await press(app, 'nav-money')
    await press(app, 'money-open')
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  async function agreeOnPrice() {
    const { contracts } = await people.maria.get('/api/contracts', contractListSchema)
    const { id, policy, calendar, tariff } = contracts[0]!
    const vat = { kind: 'onTop', percent: 22 } as const
    const terms = { policy, calendar, tariff: { ...tariff, hourKopecks: 333_333, vat } }
    const edit = { basedOn: 1, validOn: '2026-11-23', terms }
    expect((await people.maria.raw('POST', `/api/contracts/${id}/terms`, edit)).status).toBe(200)
    money = `/api/money/contracts/${id}`
  }

  async function file(title: string) {
    const own = await fileTicket(people.anna, { title, level: 2 })
    await world.settle()
    const mirror = (await ticketsOf(people.ivan)).find((one) => one.title === title)?.itemId ?? 0
    items[title] = { own, mirror }
  }

  const workOn = (title: string) => `/api/tickets/by-item/${String(items[title]?.mirror)}/work`

  /** @param at local time in Moscow, '2026-11-23T17:30' */
  async function enter(title: string, at: string, minutes: number): Promise<string> {
    const id = randomUUID()
    const from = Date.parse(`${at}:00+03:00`)
    await people.ivan.post(workOn(title), workLogSchema, {
      ...{ id, from, to: from + minutes * minuteMs, what: `Работа: ${title}` },
      ...{ onlyOutOfHours: false, questionIds: [], endsTimer: false },
    })
    return id
  }

  const act = async (who: Visitor, name: string, month: string) => {
    const path = `${money}/months/${month}`
    await who.post(path, statementViewSchema, { act: name })
    while (await world.app.jobs.makeStatements());
    return who.get(path, statementViewSchema)
  }

  async function agree(month: string): Promise<Statement> {
    await act(people.maria, 'make', month)
    await act(people.maria, 'send', month)
    return (await act(people.oleg, 'accept', month)).statement!
  }

  async function stateNovember() {
    world.clock.advance(9 * 60 * minuteMs)
    const at = '2026-11-23T17:30'
    const id = await enter('Нет печати', at, 60)
    await agree('2026-11')
    await act(people.maria, 'close', '2026-11')
    const from = Date.parse(`${at}:00+03:00`)
    await people.ivan.post(`${workOn('Нет печати')}/${id}`, workLogSchema, {
      ...{ from, to: from + 77 * minuteMs, what: 'Заменили драйвер', onlyOutOfHours: false },
      ...{ questionIds: [], revision: 1, reason: 'Забыли проверку' },
    })
  }

  async function workInDecember() {
    world.clock.advance(9 * dayMs)
    await people.maria.post(`${money}/packages`, moneySchema, {
      ...{ id: randomUUID(), name: 'Час на декабрь', minutes: 60, kopecks: 300_000 },
      ...{ fromMonth: december, untilMonth: december, rest: 'expires' },
    })
    await enter('Сброс пароля', '2026-12-02T10:00', 7)
    await moveItem(people.ivan, items['Сброс пароля']!.mirror, 'closed')
    await world.settle()
    const disputed = await enter('Обмен с сайтом', '2026-12-02T12:00', 113)
    const own = `/api/tickets/by-item/${String(items['Обмен с сайтом']?.own)}/work`
    await people.anna.post(`${own}/${disputed}/objection`, workLogSchema, { reason: 'Дольше часа' })
  }

  const inMoney = (kopecks: number) => formatMoney(kopecks, statement.currency, 'ru')
  const blankless = (text: string) => withoutBlanks(text)

  async function download(name: string): Promise<Buffer> {
    const starts = page.waitForEvent('download')
    await press(app, `download-${name}`)
    const kept = await (await starts).path()
    await hook(app, 'download-done').waitFor()
    return readFile(kept)
  }

  it('has all of that in it, and adds up', () => {
    expect(statement.lines.map(({ month, title }) => [month, title])).toEqual([
      ['2026-11', 'Нет печати'],
      [december, 'Сброс пароля'],
      [december, 'Обмен с сайтом'],
    ])
    // 17 minutes of November, dear; 20 and 113 of December, of which the package pays 60.
    expect(statement.totals).toMatchObject({
      worked: { single: 120, double: 17, night: 0 },
      added: { single: 13, double: 0, night: 0 },
      ...{ packagePercentMinutes: 6000, openObjections: 1 },
      amount: { net: 188_889 + 405_554, vat: 41_555 + 89_222, gross: 725_220 },
    })
  })

  it('says the same sums and minutes on the screen', async () => {
    const text = blankless(await hook(app, 'statement-totals').innerText())
    const { amount } = statement.totals
    expect(text).toContain(blankless(`К оплате${inMoney(amount.gross)}`))
    expect(text).toContain(blankless(`НДС${inMoney(amount.vat)}`))
    expect(text).toContain(blankless(`Оплачено из пакетов${formatMinutes(60, 'ru')}`))
    expect(await hook(app, 'statement-objection').innerText()).toContain('Дольше часа')
  })

  it.each(['statement.pdf', 'act.pdf'])('says them in %s', async (name) => {
    const text = readPdf(await download(name)).join('')
    const { net, vat, gross } = statement.totals.amount
    for (const sum of [net, vat, gross]) expect(text).toContain(blankless(inMoney(sum)))
    for (const line of statement.lines)
      if (name === 'statement.pdf') expect(text).toContain(blankless(inMoney(line.amount.gross)))
    expect(text).toContain(blankless('Семь тысяч двести пятьдесят два рубля'))
  })

  it('says them in the table, where they are sums of their columns', async () => {
    const [sheet, entries] = readXlsx(await download('statement.xlsx'))
    const total = sheet!.rows.at(-1)!.slice(3)
    const { worked, added, amount } = statement.totals
    const { net, vat, gross } = amount
    const minutes = [worked.single, worked.double, worked.night, added.single]
    expect(total).toEqual([...minutes, net / 100, vat / 100, gross / 100])
    const lines = sheet!.rows.slice(1, -1)
    const sums = total.map((_, index) => sumOf(lines.map((row) => Number(row[index + 3]))))
    expect(sums).toEqual(total)
    expect(entries!.rows.slice(1).map((row) => row[9])).toContain('Анна Лебедева: Дольше часа')
  })

  it('has the minutes of its own month in the list of entries', async () => {
    const [, ...rows] = (await download('entries.csv')).toString('utf8').trim().split(/\r?\n/)
    // Of what was corrected stands the whole entry, of which 60 minutes had been stated.
    const minutes = rows.map((row) => row.split(';').slice(6, 9).map(Number))
    const { single, double } = statement.totals.worked
    expect(sumOf(minutes.flat())).toBe(single + double + 60)
  })

  it('is what the invoice asks for, with the same VAT', async () => {
    const added = await people.maria.call('crm.item.add', {
      ...{ entityTypeId: 4, fields: { title: 'ООО «Ромашка»' } },
    })
    const { id } = z.object({ item: z.object({ id: z.number() }) }).parse(added).item
    const client = { kind: 'company', id, title: 'ООО «Ромашка»' }
    await people.maria.raw('POST', `${money}/months/${december}/invoice`, { client })
    const read = async () => {
      const made = await people.maria.call('crm.item.list', { entityTypeId: 31 })
      return invoicesSchema.parse(made).items[0]
    }
    const { gross, vat } = statement.totals.amount
    await expect
      .poll(read, { timeout: 30_000 })
      .toMatchObject({ opportunity: gross / 100, taxValue: vat / 100 })
    const filter = { '=ownerType': 'SI', '=ownerId': (await read())!.id }
    const found = await people.maria.call('crm.item.productrow.list', { filter })
    const { productRows } = rowsSchema.parse(found)
    expect(sumOf(productRows.map(({ price, quantity }) => price * quantity))).toBe(gross / 100)
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})

/** Hundredths are added as wholes. */
const sumOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + Math.round(value * 100), 0) / 100

const invoicesSchema = z.object({
  items: z.array(z.object({ id: z.number(), opportunity: z.number(), taxValue: z.number() })),
})
const rowsSchema = z.object({
  productRows: z.array(z.object({ price: z.number(), quantity: z.number() })),
})
