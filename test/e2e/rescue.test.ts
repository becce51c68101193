import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkPortals } from '../support/link-portals.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { commentTexts, messagesOf, ticketsOf } from '../support/open-bridge.ts'
import { tokenIn } from '../support/rescue-visitor.ts'
import { customerDns, customerSignature, sendMail } from '../support/send-mail.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'
import { findingsIn } from './serious-findings.ts'

const bookkeeper = 7
const engineer = 5
const minute = 60_000
const phone = { width: 360, height: 740 }
const question = 'Перезапускаем службы. Что в журнале?'
const byMail = 'В журнале ошибка 502.'
const onPage = 'У двоих портал уже открылся.'
const said = [question, byMail, onPage]
const from = 'lebedeva@romashka.example'

/** The customer's portal is down, and level 1 gets through all the same. */
describe('the rescue page in the browser', () => {
  let world: World
  let mailServer: MailServer
  let browser: Browser
  let person: Page
  let card: Page
  let partner: Visitor
  let customer: Visitor
  const faults: string[] = []

  beforeAll(async () => {
    mailServer = await startMailServer()
    world = await startWorld({
      ...{ startsAt: '2026-11-22T21:00:00Z', smtpUrl: mailServer.url },
      mail: { MAIL_ADDRESS: 'support@desk.example', MAIL_SMTP_PORT: '0' },
      resolver: customerDns,
    })
    await linkPortals(world)
    partner = await visit(world.appUrl, world.partner, engineer)
    customer = await visit(world.appUrl, world.customer, bookkeeper)
    world.customer.faults.add({ fault: 'portalDown', times: 0 })
    world.app.start()
    browser = await launchBrowser()
    person = await openWindow(browser, faults)
    await person.setViewportSize(phone)
  })

  afterAll(async () => {
    await browser.close()
    await world.stop()
    await mailServer.stop()
  })

  it('a person comes in by a link in his mailbox, once', async () => {
    await person.goto(`${world.appUrl}/rescue`)
    await hook(person, 'rescue-email').fill(from)
    await hook(person, 'rescue-send-link').click()
    await hook(person, 'rescue-link-sent').waitFor()
    expect(await findingsIn(person)).toEqual([])
    await expectFits(person)
    await look(person, 'rescue-door-narrow')
    await expect.poll(() => mailServer.mails.length, { timeout: 20_000 }).toBe(1)
    const token = tokenIn(mailServer.mails[0]?.text ?? '')
    await person.goto(`${world.appUrl}/rescue#${token}`)
    await hook(person, 'rescue-new').waitFor()
    expect(person.url()).toBe(`${world.appUrl}/rescue`)
    const second = await person.context().newPage()
    await second.goto(`${world.appUrl}/rescue#${token}`)
    await hook(second, 'rescue-trouble').waitFor()
    await second.close()
  })

  it('the form says what is missing and when the answer is due, and becomes a ticket at night', async () => {
    await hook(person, 'rescue-new').click()
    await hook(person, 'rescue-level-1').check()
    await hook(person, 'rescue-consentPhone').check()
    await hook(person, 'rescue-consentReply').check()
    expect(await hook(person, 'rescue-due').innerText()).toMatch(/Реакция — не позднее/)
    await hook(person, 'rescue-send').click()
    await person.getByRole('alert').getByRole('link', { name: 'Описание проблемы' }).click()
    await person.keyboard.type('Портал не открывается ни у кого.')
    await hook(person, 'rescue-title').fill('Портал лежит')
    await hook(person, 'rescue-category').selectOption('recovery')
    await hook(person, 'rescue-impact').fill('Работа остановлена.')
    await hook(person, 'rescue-filesReason').fill('Портал недоступен')
    await hook(person, 'rescue-environment').fill('Битрикс24 коробка 24.300')
    expect(await findingsIn(person)).toEqual([])
    await expectFits(person)
    await look(person, 'rescue-form-narrow')
    await hook(person, 'rescue-send').click()
    await expect
      .poll(() => hook(person, 'rescue-number').innerText(), { timeout: 20_000 })
      .toContain('№ 1')
  })

  it('the engineer answers in his card', async () => {
    const typeId = String(partner.session.portal.place?.entityTypeId)
    await expect
      .poll(async () => (await ticketsOf(partner))[0]?.itemId ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(0)
    const itemId = String((await ticketsOf(partner))[0]?.itemId)
    world.clock.advance(minute)
    card = await openWindow(browser, faults)
    await card.goto(
      `${world.partner.url}/crm/type/${typeId}/details/${itemId}/?user=${String(engineer)}`,
    )
    await hook(card, 'tab-0').click()
    const app = frameOf(card)
    await press(app, 'composer-public')
    await hook(app, 'composer-text').fill(question)
    await press(app, 'composer-asks')
    await press(app, 'composer-send')
    await expect.poll(() => hook(app, 'message').count(), { timeout: 30_000 }).toBe(1)
  })

  it('the customer answers by mail within the hour, still without his portal', async () => {
    const letter = () => mailServer.mails.find(({ text }) => text?.includes(question))
    await expect.poll(() => letter()?.subject, { timeout: 40_000 }).toBe('Re: [#1] Портал лежит')
    world.clock.advance(20 * minute)
    const to = letter()?.replyTo?.value[0]?.address ?? ''
    const subject = `Re: ${letter()?.subject ?? ''}`
    await sendMail(world.smtpPort, { from, to, subject, text: byMail, dkim: customerSignature })
    await expect
      .poll(() => hook(person, 'rescue-message').allInnerTexts(), { timeout: 40_000 })
      .toEqual([question, byMail].map((words) => expect.stringContaining(words) as string))
    const app = frameOf(card)
    await expect.poll(() => hook(app, 'message').count(), { timeout: 30_000 }).toBe(2)
    const ways = await hook(app, 'message-way').allInnerTexts()
    expect(ways).toEqual(['письмом', 'из карточки портала'])
    await hook(app, 'message-readers').last().locator('summary').click()
    await expect
      .poll(() => hook(app, 'message-readers').last().innerText(), { timeout: 20_000 })
      .toMatch(/Анна Лебедева: показано на резервной странице/)
    await look(card, 'rescue-readers')
  })

  it('and writes on the page what he sees', async () => {
    await hook(person, 'rescue-text').fill(onPage)
    await hook(person, 'rescue-answer').click()
    await expect.poll(() => hook(person, 'rescue-message').count(), { timeout: 20_000 }).toBe(3)
    expect(await findingsIn(person)).toEqual([])
    await expectFits(person)
    await look(person, 'rescue-talk-narrow')
    await person.setViewportSize({ width: 1280, height: 900 })
    await look(person, 'rescue-talk')
    await expect.poll(() => hook(frameOf(card), 'message').count(), { timeout: 30_000 }).toBe(3)
  })

  it('the portal returns, and both cards show the same, each thing once', async () => {
    world.customer.faults.clear()
    world.clock.advance(50 * minute)
    await expect
      .poll(async () => (await ticketsOf(customer))[0]?.itemId ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(0)
    const itemId = (await ticketsOf(customer))[0]?.itemId ?? 0
    const mirrorId = (await ticketsOf(partner))[0]?.itemId ?? 0
    const countIn = async (who: Visitor, id: number) => {
      const texts = await commentTexts(who, id)
      return said.map((words) => texts.filter((text) => text.includes(words)).length)
    }
    await expect.poll(() => countIn(customer, itemId), { timeout: 60_000 }).toEqual([1, 1, 1])
    expect(await countIn(partner, mirrorId)).toEqual([1, 1, 1])
    const texts = async (who: Visitor, id: number) =>
      (await messagesOf(who, id)).map(({ text }) => text)
    expect(await texts(customer, itemId)).toEqual(said)
    expect(await texts(partner, mirrorId)).toEqual(said)
    // More than an hour after the question (§ 4.2).
    expect((await ticketsOf(partner))[0]?.level).toBe(1)
    const typeId = String(customer.session.portal.place?.entityTypeId)
    await person.goto(
      `${world.customer.url}/crm/type/${typeId}/details/${String(itemId)}/?user=${String(bookkeeper)}`,
    )
    await hook(person, 'tab-0').click()
    await expect.poll(() => hook(frameOf(person), 'message').count(), { timeout: 30_000 }).toBe(3)
    await look(person, 'rescue-joined')
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
