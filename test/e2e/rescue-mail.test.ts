import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blankTicketForm } from '../../shared/mail-text/ticket-form-text.ts'
import { itemOf, ticketsOf } from '../support/open-bridge.ts'
import { anna, desk, type MailBridge, openMailBridge } from '../support/open-mail-bridge.ts'
import { customerSignature, sendMail } from '../support/send-mail.ts'
import { expectFits } from './expect-fits.ts'
import { look } from './look.ts'
import { hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { findingsIn } from './serious-findings.ts'

const phone = { width: 360, height: 740 }
const form = blankTicketForm('ru')
  .replace('Тема: ', 'Тема: Не печатает отдел')
  .replace('Влияние на бизнес: ', 'Влияние на бизнес: Нет счетов')
  .replace('Что произошло: ', 'Что произошло: Принтер молчит')

/** §3.5: what was written by mail is confirmed, or completed, on a phone. */
describe('mail and the links in our answers', () => {
  let mail: MailBridge
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    mail = await openMailBridge()
    mail.bridge.world.app.start()
    browser = await launchBrowser()
    page = await openWindow(browser, faults)
    await page.setViewportSize(phone)
  })

  afterAll(async () => {
    await browser.close()
    await mail.stop()
  })

  const titles = async () => (await ticketsOf(mail.bridge.partner)).map(({ title }) => title)

  /** As the partner's portal has them. */
  const filesOf = (title: string) => async () => {
    const { partner } = mail.bridge
    const ticket = (await ticketsOf(partner)).find((one) => one.title === title)
    const item = await itemOf(partner, ticket?.itemId ?? 0)
    return item[partner.session.portal.place?.fields.files ?? '']
  }

  /** The address in the newest mail to Anna that has one like it. */
  async function linkLike(pattern: RegExp): Promise<string> {
    const link = () =>
      mail
        .mailsTo(anna)
        .flatMap(({ text }) => pattern.exec(text ?? '') ?? [])
        .at(-1)
    await expect.poll(link, { timeout: 30_000 }).toBeDefined()
    return link() ?? ''
  }

  it('a mail that proves nothing is confirmed by the press of a button, and by nothing less', async () => {
    const { world } = mail.bridge
    await sendMail(world.smtpPort, { from: anna, to: desk, subject: 'Принтер', text: form })
    const link = await linkLike(/http\S+\/rescue\/confirm#[\w-]{43}/)
    await page.goto(link)
    await hook(page, 'confirm-mail').waitFor()
    expect(await page.getByRole('main').innerText()).toContain('Принтер молчит')
    // The secret does not stay in the address, where others may read it.
    expect(page.url()).toBe(`${world.appUrl}/rescue/confirm`)
    expect(await findingsIn(page)).toEqual([])
    await expectFits(page)
    await look(page, 'confirm-mail-narrow')
    expect(await titles()).toEqual([])

    await hook(page, 'confirm-mail').click()
    await expect.poll(() => page.getByRole('status').innerText()).toMatch(/обращение/i)
    expect(await hook(page, 'confirm-mail').isVisible()).toBe(false)
    await expect.poll(titles, { timeout: 30_000 }).toEqual(['Не печатает отдел'])
    await look(page, 'confirm-mail-done-narrow')

    await page.goto('about:blank')
    await page.goto(link)
    await expect.poll(() => page.getByRole('status').innerText()).toMatch(/не действует|устарел/i)
    expect(await hook(page, 'confirm-mail').isVisible()).toBe(false)
  })

  it('free text waits on the page as a draft, and becomes a ticket when it is complete', async () => {
    await sendMail(mail.bridge.world.smtpPort, {
      ...{ from: anna, to: desk, dkim: customerSignature },
      ...{ subject: 'Сканер', text: 'Не видит сеть с утра.' },
      attachments: [{ filename: 'журнал.txt', content: 'Ошибка 42' }],
    })
    await page.goto('about:blank')
    await page.goto(await linkLike(/http\S+\/rescue#[\w-]{43}\.[\da-f-]{36}/))
    await hook(page, 'rescue-title').waitFor()
    expect(await hook(page, 'rescue-title').inputValue()).toBe('Сканер')
    expect(await hook(page, 'rescue-description').inputValue()).toBe('Не видит сеть с утра.')
    expect(await hook(page, 'rescue-filesReason').inputValue()).toContain('журнал.txt')
    await hook(page, 'rescue-send').click()
    expect(await page.getByRole('alert').getByRole('link').count()).toBeGreaterThan(0)
    expect(await findingsIn(page)).toEqual([])
    await expectFits(page)
    await look(page, 'rescue-draft-narrow')

    await hook(page, 'rescue-level-3').check()
    await hook(page, 'rescue-category').selectOption('technical')
    await hook(page, 'rescue-impact').fill('Не отправить документы.')
    await hook(page, 'rescue-environment').fill('Битрикс24 коробка 24.300')
    await hook(page, 'rescue-send').click()
    await expect
      .poll(() => hook(page, 'rescue-number').innerText(), { timeout: 30_000 })
      .toContain('№ 2')
    await expect.poll(titles, { timeout: 30_000 }).toContain('Сканер')
    await expect.poll(filesOf('Сканер'), { timeout: 30_000 }).toHaveLength(1)
  })

  it('nothing broke in any page', () => {
    expect(faults).toEqual([])
  })
})
