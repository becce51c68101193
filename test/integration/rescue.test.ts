import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rescueStateSchema, rescueTicketSchema } from '../../shared/api/rescue.ts'
import type { TicketForm } from '../../shared/ticket/form.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type Bridge, moveItem, openBridge, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { createRescueVisitor, type RescueVisitor, tokenIn } from '../support/rescue-visitor.ts'
import { visit } from '../support/visit.ts'

const minute = 60_000
const anna = 'lebedeva@romashka.example'
const pyotr = 'zaitsev@romashka.example'
const form: TicketForm = {
  title: 'Портал лежит',
  level: 1,
  category: 'recovery',
  description: 'Не открывается ни у кого.',
  impact: 'Работа стоит.',
  environment: 'Коробка 24.300',
  contactName: 'Анна Лебедева',
  contactPhone: '+7 495 000-00-07',
  contactEmail: anna,
  links: '',
  files: [],
  filesReason: 'портал недоступен',
  recentChanges: '',
  consentPhone: true,
  consentReply: true,
}

/** The page for the hour in which the customer's portal is dead. */
describe('the rescue page', () => {
  let mailServer: MailServer
  let bridge: Bridge
  let visitor: RescueVisitor

  beforeEach(async () => {
    mailServer = await startMailServer()
    bridge = await openBridge({ smtpUrl: mailServer.url })
    visitor = createRescueVisitor(bridge.world.appUrl)
  }, 60_000)

  afterEach(async () => {
    await bridge.world.stop()
    await mailServer.stop()
  })

  /** The newest link, once it has come. */
  async function linkFor(email: string, from = visitor): Promise<string> {
    const before = mailServer.mails.length
    await from.post('/link', { email })
    await expect
      .poll(async () => {
        await bridge.world.settle()
        return mailServer.mails.length
      })
      .toBeGreaterThan(before)
    return tokenIn(mailServer.mails.at(-1)?.text ?? '')
  }

  async function comeIn(email: string, from = visitor): Promise<void> {
    const token = await linkFor(email, from)
    expect((await from.post('/open', { token })).status).toBe(200)
  }

  const state = (from = visitor) => from.get('/state', rescueStateSchema)

  async function contractId(from = visitor): Promise<string> {
    return (await state(from)).desk?.contracts[0]?.id ?? ''
  }

  async function file(from = visitor, change: Partial<TicketForm> = {}): Promise<string> {
    const id = randomUUID()
    const filing = { id, contractId: await contractId(from), form: { ...form, ...change } }
    expect((await from.post('/tickets', filing)).status).toBe(200)
    await bridge.world.settle()
    return id
  }

  it('answers known and unknown addresses alike, and writes only to the authorised', async () => {
    const [known, unknown] = [
      await visitor.post('/link', { email: anna.toUpperCase() }),
      await visitor.post('/link', { email: 'nobody@romashka.example' }),
    ]
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
    await expect
      .poll(async () => {
        await bridge.world.settle()
        return mailServer.mails.length
      })
      .toBe(1)
    const [mail] = mailServer.mails
    expect(mail?.text).toContain('10 минут')
    expect([mail?.to].flat()[0]?.text).toBe(anna)
  })

  it('a link opens once, within ten minutes, and three at a time are enough', async () => {
    const token = await linkFor(anna)
    expect((await visitor.post('/open', { token: 'x'.repeat(43) })).status).toBe(401)
    expect((await visitor.post('/open', { token })).status).toBe(200)
    expect((await visitor.post('/open', { token })).status).toBe(401)
    const late = await linkFor(anna)
    bridge.world.clock.advance(11 * minute)
    expect((await visitor.post('/open', { token: late })).status).toBe(401)
    for (let more = 0; more < 5; more++) await visitor.post('/link', { email: anna })
    await expect
      .poll(async () => {
        await bridge.world.settle()
        return mailServer.mails.length
      })
      .toBe(5)
  })

  it('whoever tries too often has to wait', async () => {
    const answers = []
    for (let attempt = 0; attempt < 22; attempt++)
      answers.push((await visitor.post('/open', { token: 'x'.repeat(43) })).status)
    expect(answers.slice(0, 20).every((status) => status === 401)).toBe(true)
    expect(answers.at(-1)).toBe(429)
  })

  it('its cookie is out of reach of scripts and other sites, and ends with the visit', async () => {
    const token = await linkFor(anna)
    const opened = await visitor.post('/open', { token })
    const [cookie = ''] = opened.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).toMatch(/Path=\/rescue/)
    expect((await state()).desk?.person.name).toBe('Анна Лебедева')
    await visitor.post('/leave')
    expect((await state()).desk).toBeNull()
    await comeIn(anna)
    bridge.world.clock.advance(3 * 60 * minute)
    expect((await visitor.post('/tickets', {})).status).toBe(401)
  })

  it('no other page may have a browser write, nor show it in a frame', async () => {
    const evil = createRescueVisitor(bridge.world.appUrl, 'https://evil.example')
    expect((await evil.post('/link', { email: anna })).status).toBe(403)
    const page = await fetch(`${bridge.world.appUrl}/rescue`)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  it('files the form of § 6, shows the conversation, and what it shows is delivered', async () => {
    await comeIn(anna)
    bridge.world.customer.faults.add({ fault: 'portalDown', times: 0 })
    const offered = (await state()).desk?.contracts[0]?.offers.find(({ level }) => level === 1)
    const id = await file()
    const [ticket] = await ticketsOf(bridge.partner)
    expect(ticket).toMatchObject({ id, level: 1 })
    const reaction = ticket?.clocks.find(({ name }) => name === 'reaction')
    expect(Math.abs((reaction?.dueAt ?? 0) - (offered?.reactionDueAt ?? 0))).toBeLessThan(minute)
    bridge.world.clock.advance(minute)
    await comment(bridge.partner, await bridge.mirrorOf(), '#клиенту? Что в журнале?')
    await bridge.world.settle()
    const shown = await visitor.get(`/tickets/${id}`, rescueTicketSchema)
    expect(shown.messages).toMatchObject([{ by: 'partner', text: 'Что в журнале?', asks: true }])
    await bridge.world.settle()
    // Only because it was shown here does the customer owe an answer: his portal is down.
    const duties = (await ticketView(bridge.partner, await bridge.mirrorOf())).clocks
    expect(duties.some(({ name }) => name === 'replyDuty')).toBe(true)
    const message = { id: randomUUID(), text: 'Пусто.', files: [], verdict: null }
    expect((await visitor.post(`/tickets/${id}/messages`, message)).status).toBe(200)
    expect((await visitor.post(`/tickets/${id}/messages`, message)).status).toBe(200)
    await bridge.world.settle()
    const after = await visitor.get(`/tickets/${id}`, rescueTicketSchema)
    expect(after.messages.map(({ text }) => text)).toEqual(['Что в журнале?', 'Пусто.'])
  })

  it('a solution is confirmed where it is offered', async () => {
    await comeIn(anna)
    const id = await file(visitor, { level: 3 })
    bridge.world.clock.advance(minute)
    await moveItem(bridge.partner, await bridge.mirrorOf(), 'proposed')
    await bridge.world.settle()
    expect((await visitor.get(`/tickets/${id}`, rescueTicketSchema)).mayJudge).toBe(true)
    const verdict = { id: randomUUID(), text: 'Спасибо.', files: [], verdict: 'confirm' }
    expect((await visitor.post(`/tickets/${id}/messages`, verdict)).status).toBe(200)
    await bridge.world.settle()
    expect(await visitor.get(`/tickets/${id}`, rescueTicketSchema)).toMatchObject({
      stage: 'closed',
      mayJudge: false,
    })
  })

  it('a person sees what he filed, here or in his portal, and nobody else’s', async () => {
    await fileTicket(bridge.customer, { title: 'Из портала' })
    await bridge.world.settle()
    await comeIn(anna)
    const id = await file()
    const titles = (await state()).desk?.tickets.map(({ title }) => title)
    expect(titles?.toSorted()).toEqual(['Из портала', 'Портал лежит'])
    const other = createRescueVisitor(bridge.world.appUrl)
    const known = await visit(bridge.world.appUrl, bridge.world.customer, 8)
    expect(known.session).toBeDefined()
    await other.post('/link', { email: pyotr })
    expect((await other.raw(`/tickets/${id}`)).status).toBe(401)
    const gromov = createRescueVisitor(bridge.world.appUrl)
    await comeIn('gromov@romashka.example', gromov)
    expect((await state(gromov)).desk?.tickets).toEqual([])
    expect((await gromov.raw(`/tickets/${id}`)).status).toBe(404)
    const message = { id: randomUUID(), text: 'Чужое', files: [], verdict: null }
    expect((await gromov.post(`/tickets/${id}/messages`, message)).status).toBe(404)
  })

  it('weighs less than 60 kB of JavaScript, and keeps nothing in the browser', async () => {
    const page = await (await fetch(`${bridge.world.appUrl}/rescue`)).text()
    const folder = join(import.meta.dirname, '../../dist/rescue/assets')
    const scripts = [...page.matchAll(/\/assets\/([\w-]+\.js)"/g)].map(([, name = '']) => name)
    const texts = scripts.map((name) => readFileSync(join(folder, name)))
    const weight = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0)
    expect(weight).toBeGreaterThan(0)
    expect(weight).toBeLessThan(60_000)
    expect(texts.join('')).not.toMatch(/localStorage|sessionStorage|indexedDB/)
    expect(page).not.toMatch(/<script>|<style/)
  })
})

it('without a mail server the rescue page says that nobody can come in', async () => {
  const { world } = await openBridge()
  const state = await createRescueVisitor(world.appUrl).get('/state', rescueStateSchema)
  expect(state).toEqual({ isMailOn: false, desk: null })
  await world.stop()
})
