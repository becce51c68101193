import { randomUUID } from 'node:crypto'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import type { PortalSeed } from '../portal/types.ts'
import { customerPortal, partnerPortal, usualCast } from '../support/cast.ts'
import { contractDetails } from '../support/contract-details.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { linkPortals } from '../support/link-portals.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { ticketsOf } from '../support/open-bridge.ts'
import { tokenIn } from '../support/rescue-visitor.ts'
import { sendMail, customerDns } from '../support/send-mail.ts'
import { startWorld, type World } from '../support/start-world.ts'
import { visit, type Visitor } from '../support/visit.ts'
import { frameOf, hook, openWindow } from './open-window.ts'
import { launchBrowser } from './portal-page-story.ts'
import { press } from './press.ts'

const admin = 1
const bookkeeper = 7
const anna = 'lebedeva@romashka.example'
/** Runs `evil()` wherever it is taken for anything else than text. */
const nasty = (where: string) =>
  `${where}"><img class=evil src=x onerror=evil()><svg onload=evil()>[url=javascript:evil()]w[/url]{{evil()}}`
/** What must be nowhere in a page. */
const planted =
  '.evil, script:not([src]):not([type="application/json"]), [onerror], [onload], ' +
  'a[href^="javascript:" i], a[href^="data:" i], iframe[src^="javascript:" i]'

const nastily = (portal: PortalSeed): PortalSeed => ({
  ...portal,
  users: portal.users.map((user) => ({
    ...user,
    name: nasty(`person${String(user.id)}`).slice(0, 90),
  })),
})

/** Texts cross between people who do not know each other. None of them is more than a text. */
describe('texts of others in the browser', () => {
  let world: World
  let relay: MailServer
  let browser: Browser
  let partner: Visitor
  let customer: Visitor
  let mirrorId = 0
  let itemId = 0
  const hits: string[] = []

  beforeAll(async () => {
    relay = await startMailServer()
    world = await startWorld({
      ...{ startsAt: '2026-11-23T07:00:00Z', smtpUrl: relay.url, resolver: customerDns },
      mail: { MAIL_ADDRESS: 'support@desk.example', MAIL_SMTP_PORT: '0' },
      cast: { ...usualCast, partner: nastily(partnerPortal), customer: nastily(customerPortal) },
    })
    await linkPortals(world)
    partner = await visit(world.appUrl, world.partner, admin)
    customer = await visit(world.appUrl, world.customer, bookkeeper)
    await plant()
    world.app.start()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await world.stop()
    await relay.stop()
  })

  async function plant(): Promise<void> {
    const values = Object.fromEntries(
      ['description', 'impact', 'environment', 'contactName', 'recentChanges'].map((key) => [
        key,
        nasty(key),
      ]),
    )
    const links = `javascript:evil() https://a.example/"><img/class=evil/src=x>`
    const files = [{ name: `${nasty('file')}.html`, base64: 'eA==' }]
    itemId = await fileTicket(customer, {
      title: nasty('title'),
      values: { ...values, links, files, contactPhone: `javascript:evil()${nasty('')}` },
    })
    await world.settle()
    mirrorId = (await ticketsOf(partner))[0]?.itemId ?? 0
    await comment(partner, mirrorId, `#клиенту? ${nasty('comment')}`)
    await world.settle()
    await comment(customer, itemId, nasty('reply'))
    await world.settle()
    await workAndAgreement()
    for (const [subject, from] of [
      ['held', anna],
      ['strange', 'a@elsewhere.example'],
    ] as const)
      await sendMail(world.smtpPort, {
        ...{ from: { name: nasty('sender'), address: from }, to: 'support@desk.example' },
        ...{ subject: nasty(subject), html: `<p>${nasty('mail')}</p><script>evil()</script>` },
      })
    await world.settle()
  }

  async function workAndAgreement(): Promise<void> {
    const at = `/api/tickets/by-item/${String(mirrorId)}`
    const to = world.clock.now()
    await partner.post(`${at}/work`, workLogSchema, {
      ...{ id: randomUUID(), from: to - 600_000, to, what: nasty('work') },
      ...{ onlyOutOfHours: false, questionIds: [], endsTimer: false },
    })
    const template = { id: randomUUID(), isPersonal: true, title: nasty('template').slice(0, 90) }
    await partner.post(`${at}/templates`, z.unknown(), { ...template, text: nasty('template') })
    const { contracts } = await partner.get('/api/contracts', contractListSchema)
    await partner.post(`/api/contracts/${contracts[0]?.id ?? ''}/details`, z.unknown(), {
      ...contractDetails({ customerName: nasty('company'), place: nasty('place') }),
      ...{ partnerName: nasty('firm'), partnerRequisites: nasty('requisites') },
    })
    const contact = await visit(world.appUrl, world.customer, admin)
    await contact.post('/api/persons/changes', z.unknown(), {
      kind: 'add',
      person: {
        ...{ name: nasty('wanted'), position: nasty('position'), phone: '+7 495 000-00-09' },
        ...{ email: 'zaitsev@romashka.example', isAuthorised: true, isOrganisational: false },
        portalUserId: null,
      },
    })
    await contact.post('/api/basket', z.unknown(), { text: nasty('question') })
  }

  async function open(url: string): Promise<Page> {
    const page = await openWindow(browser, hits)
    await page.exposeBinding('evil', ({ frame }) => hits.push(`script ran in ${frame.url()}`))
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) hits.push(line.text())
    })
    await page.goto(url)
    return page
  }

  const appOf = (page: Page): Frame =>
    page.frames().find((frame) => frame.url().startsWith(world.appUrl)) ?? page.mainFrame()

  /** Nothing was planted in the page, also as it prints; @returns which texts are shown as such */
  async function shownIn(page: Page): Promise<string[]> {
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await appOf(page).locator(planted).count(), page.url()).toBe(0)
    await page.emulateMedia({ media: null })
    const text = await appOf(page).evaluate(() => document.body.innerText)
    return [...text.matchAll(/(\w+)"><img class=evil/g)].map(([, where = '']) => where)
  }

  /** Pages of the menu, and others that are named. @param wanted texts that a page has to show before it is looked at */
  async function lookAtPages(portal: World['partner'], wanted: Record<string, string[]>) {
    const page = await open(`${portal.url}/marketplace/app/?user=${String(admin)}`)
    const app = frameOf(page)
    const links = app.locator('[data-test^="nav-"]')
    await links.first().waitFor({ timeout: 60_000 })
    const menu = await links.evaluateAll((all) => all.map((one) => one.dataset['test'] ?? ''))
    for (const name of new Set([...menu, ...Object.keys(wanted)])) {
      if (!(await hook(app, name).first().isVisible())) await page.goto(page.url())
      await press(app, name)
      await hook(app, 'loading').first().waitFor({ state: 'detached' })
      await expect
        .poll(() => shownIn(page), { timeout: 30_000 })
        .toEqual(expect.arrayContaining(wanted[name] ?? []))
    }
    await page.context().close()
  }

  async function cardOf(who: Visitor, portal: World['partner'], id: number) {
    const type = String(who.session.portal.place?.entityTypeId)
    const user = String(who.session.user.id)
    const page = await open(`${portal.url}/crm/type/${type}/details/${String(id)}/?user=${user}`)
    await hook(page, 'tab-0').click()
    await hook(frameOf(page), 'message').first().waitFor({ timeout: 60_000 })
    return page
  }

  it('run nothing on any page of the partner’s menu', async () => {
    await lookAtPages(world.partner, {
      ...{ 'nav-tickets': ['title', 'company'], 'nav-mails': ['held'], 'nav-staff': ['person1'] },
    })
    expect(hits).toEqual([])
  })

  it('nor on the customer’s', async () => {
    await lookAtPages(world.customer, {
      'agreement-open': ['wanted', 'position', 'place'],
      'basket-open': ['question'],
      'ticket-new': [],
    })
    expect(hits).toEqual([])
  })

  it('nor in either party’s card', async () => {
    const desk = await cardOf(partner, world.partner, mirrorId)
    const app = frameOf(desk)
    await press(app, 'templates-open')
    await press(app, 'template-choice')
    await app.getByRole('option').first().click()
    await hook(app, 'template-preview').waitFor()
    await press(app, 'facts-open')
    await hook(app, 'fact').first().waitFor()
    const seen = ['title', 'comment', 'reply', 'work', 'environment', 'recentChanges', 'template']
    await expect.poll(() => shownIn(desk)).toEqual(expect.arrayContaining(seen))
    expect(await app.locator('a[href*="evil()"]').count()).toBe(0)
    const own = await cardOf(customer, world.customer, itemId)
    await expect
      .poll(() => shownIn(own))
      .toEqual(expect.arrayContaining(['title', 'comment', 'reply']))
    expect(hits).toEqual([])
  })

  it('nor on the rescue page, nor where a held mail is confirmed', async () => {
    const confirm = relay.mails.map(({ text = '' }) => /confirm#[\w-]{43}/.exec(text)?.[0])
    const held = await open(`${world.appUrl}/rescue/${confirm.find(Boolean) ?? ''}`)
    await expect.poll(() => shownIn(held)).toEqual(expect.arrayContaining(['held']))
    await fetch(`${world.appUrl}/rescue/api/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.appUrl },
      body: JSON.stringify({ email: anna }),
    })
    const link = () => relay.mails.map(({ text = '' }) => tokenIn(text)).find(Boolean) ?? ''
    await expect.poll(link, { timeout: 20_000 }).not.toBe('')
    const page = await open(`${world.appUrl}/rescue#${link()}`)
    await hook(page, 'rescue-row').first().click()
    await hook(page, 'rescue-message').first().waitFor()
    expect(await shownIn(page)).toEqual(expect.arrayContaining(['title', 'comment', 'reply']))
    expect(hits).toEqual([])
  })

  it('and mails carry them as text', () => {
    const html = relay.mails.map((mail) => mail.html || '').join('\n')
    expect(html).toContain('comment&quot;&gt;&lt;img class=evil')
    expect(html).not.toMatch(/<img|<svg|<script|href="javascript/i)
  })
})
