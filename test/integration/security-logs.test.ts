import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { invitationSchema } from '../../shared/api/contracts.ts'
import { statementViewSchema } from '../../shared/api/money.ts'
import { rescueStateSchema } from '../../shared/api/rescue.ts'
import { webhookMadeSchema } from '../../shared/api/webhooks.ts'
import { workLogSchema } from '../../shared/api/work-log.ts'
import type { CallFault } from '../portal/faults.ts'
import { runRobot } from '../support/automation.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { knockInVain } from '../support/knock-in-vain.ts'
import { adminId, createContract } from '../support/link-portals.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type MailboxServer, startHoodiecrow } from '../support/mailbox-server.ts'
import { type Bridge, openBridge, updateItem } from '../support/open-bridge.ts'
import { desk } from '../support/open-mail-bridge.ts'
import { portalSecrets } from '../support/portal-secrets.ts'
import { createRescueVisitor, tokenIn } from '../support/rescue-visitor.ts'
import { customerDns, customerSignature, sendMail } from '../support/send-mail.ts'
import { visit, type Visitor } from '../support/visit.ts'

const minuteMs = 60_000
const anna = 'lebedeva@romashka.example'
const png = 'iVBORw0KGgo='
const relayLogin = { user: 'desk', pass: 'zqRelayPassword' }
/** Every text that a person writes here bears it; the rest of the word says which text it was. */
const mark = 'zq'

/** A day of a desk on which much goes wrong, with everything written down that can be. */
describe('what is logged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sla-log-'))
  const databaseFile = join(folder, 'desk.db')
  const restLogFolder = join(folder, 'rest')
  const secrets = new Map<string, string>()
  let lines = ''
  let metrics = ''
  let calls = ''
  let relay: MailServer
  let mailbox: MailboxServer
  let bridge: Bridge
  let boss: Visitor
  let theirAdmin: Visitor

  beforeAll(async () => {
    relay = await startMailServer({ login: relayLogin })
    mailbox = await startHoodiecrow()
    bridge = await openBridge({
      ...{ databaseFile, restLogFolder, logLevel: 'debug', smtpUrl: relay.url },
      logTo: { write: (line) => (lines += line) },
      mail: {
        ...{ MAIL_ADDRESS: desk, MAIL_SMTP_PORT: '0' },
        MAIL_IMAP_URL: mailbox.url.replace('testpass', 'zqMailboxPassword'),
      },
      resolver: customerDns,
    })
    boss = await visit(bridge.world.appUrl, bridge.world.partner, adminId)
    theirAdmin = await visit(bridge.world.appUrl, bridge.world.customer, adminId)
    await makeSecrets()
    const itemId = await talk()
    await automate(itemId)
    await write()
    await rescue()
    await knockInVain(bridge, itemId)
    await document()
    await suffer(itemId)
    keepTokens()
    metrics = (await bridge.world.app.metrics.text()).body
    await bridge.world.stop()
    await Promise.all([relay.stop(), mailbox.stop()])
    calls = readdirSync(restLogFolder)
      .map((name) => readFileSync(join(restLogFolder, name), 'utf8'))
      .join('')
  }, 120_000)
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  const settle = () => bridge.world.settle()
  const say = async (text: string) => {
    await comment(bridge.partner, await bridge.mirrorOf(), text)
    await settle()
  }

  /** What is handed out once and must be seen by nobody else. */
  async function makeSecrets(): Promise<void> {
    const { id } = await createContract(boss)
    const { code } = await boss.post(`/api/contracts/${id}/invitation`, invitationSchema)
    const url = 'http://localhost:9/sla?key=zqWebhookKey'
    const { secret } = await theirAdmin.post('/api/webhooks', webhookMadeSchema, { url })
    secrets.set('invitation code', code).set('webhook secret', secret)
    for (const [what, kept] of await portalSecrets(bridge.world)) secrets.set(what, kept)
  }

  async function talk(): Promise<number> {
    const values = {
      ...{ description: 'Касса zqDescription', impact: 'zqImpact', environment: 'zqEnvironment' },
      ...{ contactPhone: '+7 495 000-77-31', filesReason: '' },
      files: [{ name: 'zqFileName.png', base64: png }],
    }
    const itemId = await fileTicket(bridge.customer, { title: 'Касса zqTitle', values })
    await settle()
    await say('#клиенту? zqPartnerComment')
    await say('Между нами zqPrivateComment')
    await comment(bridge.customer, itemId, 'zqCustomerComment')
    await settle()
    return itemId
  }

  async function automate(itemId: number): Promise<void> {
    const on: [number, number] = [bridge.customer.session.portal.place?.entityTypeId ?? 0, itemId]
    for (const author of ['user_7', 'user_8', 'zqNobody'])
      await runRobot(bridge, 'customer', {
        ...{ code: 'sla_reply', on },
        properties: { author, text: 'zqRobotText' },
      })
  }

  /** Mail of people and of machines, in and out, and a relay in all its moods. */
  async function write(): Promise<void> {
    const mail = { from: anna, to: desk, subject: 'zqMailSubject', text: 'zqMailText' }
    const send = async (more: object) => {
      await sendMail(bridge.world.smtpPort, { ...mail, ...more })
      await settle()
    }
    await send({ dkim: customerSignature, attachments: [{ filename: 'zqNote.txt', content: 'x' }] })
    await send({ from: 'zqstranger@elsewhere.example' })
    await send({ raw: `From: <zqBroken\r\nContent-Type: multipart/mixed; boundary=zq\r\n\r\n--zq` })
    await send({})
    const confirm = relay.mails.map(({ text = '' }) => /confirm#([\w-]{43})/.exec(text)?.[1])
    secrets.set('link that confirms a mail', confirm.find(Boolean) ?? '')
    for (const mood of ['refuses', 'defers', 'takes'] as const) {
      relay.mood = mood
      await say(`#клиенту zqMood ${mood}`)
    }
    await relay.closeDoor()
    await say('#клиенту zqNoRelay')
    await relay.openDoor()
    bridge.world.clock.advance(5 * minuteMs)
    await settle()
  }

  async function rescue(): Promise<void> {
    const visitor = createRescueVisitor(bridge.world.appUrl)
    const came = relay.mails.length
    await visitor.post('/link', { email: anna })
    const tokens = () => relay.mails.slice(came).map(({ text = '' }) => tokenIn(text))
    while (!tokens().some(Boolean)) await settle()
    const token = tokens().find(Boolean) ?? ''
    secrets.set('link to the rescue page', token)
    await visitor.post('/open', { token: createHmac('sha256', 'no').digest('base64url') })
    const opened = await visitor.post('/open', { token })
    const cookie = /rescue=([^;]+)/.exec(opened.headers.get('set-cookie') ?? '')?.[1]
    secrets.set('cookie of the rescue page', cookie ?? '')
    const { desk: state } = await visitor.get('/state', rescueStateSchema)
    const ticketId = state?.tickets[0]?.id ?? ''
    const message = { id: randomUUID(), text: 'zqRescueText', files: [], verdict: null }
    await visitor.post(`/tickets/${ticketId}/messages`, message)
    await visitor.post(`/tickets/${ticketId}/messages`, { ...message, verdict: 'zqVerdict' })
    await settle()
  }

  async function document(): Promise<void> {
    const { world, partner } = bridge
    world.clock.advance(10 * 60 * minuteMs)
    const from = world.clock.now() - 200 * minuteMs
    const at = `/api/tickets/by-item/${String(await bridge.mirrorOf())}`
    await partner.post(`${at}/work`, workLogSchema, {
      ...{ id: randomUUID(), from, to: from + 40 * minuteMs, what: 'zqWork' },
      ...{ onlyOutOfHours: false, questionIds: [], endsTimer: false },
    })
    const { contracts } = await boss.get(
      '/api/money',
      z.object({ contracts: z.array(z.object({ contractId: z.string() })) }),
    )
    for (const { contractId } of contracts) {
      const month = `/api/money/contracts/${contractId}/months/2026-11`
      await boss.post(month, statementViewSchema, { act: 'make' })
      while (await world.app.jobs.makeStatements());
      for (const name of ['statement.pdf', 'act.pdf', 'statement.xlsx', 'entries.csv'])
        await fetch(`${world.appUrl}${month}/${name}`, {
          headers: { authorization: `Bearer ${boss.session.token}` },
        })
    }
  }

  /** Portals that refuse, repeat what they were sent, fall silent and come back. */
  async function suffer(itemId: number): Promise<void> {
    const { world, customer, partner } = bridge
    const faults: CallFault[] = [
      ...(['quoting', 'methodMissing', 'tokenExpired', 'html500', 'reset', 'limit503'] as const),
    ]
    for (const fault of faults) {
      await comment(partner, await bridge.mirrorOf(), `#клиенту zqSuffered ${fault}`)
      await updateItem(customer, itemId, { title: `zqTitle ${fault}` })
      for (const portal of [world.customer, world.partner])
        portal.faults.add({ fault, target: fault === 'methodMissing' ? 'crm.*.add' : '*' })
      world.clock.advance(minuteMs)
      await settle()
      for (const portal of [world.customer, world.partner]) portal.faults.clear()
    }
    await comment(partner, await bridge.mirrorOf(), '#клиенту zqPortalDown')
    world.customer.faults.add({ fault: 'portalDown' })
    await world.app.jobs.sweepPortals()
    world.customer.faults.clear()
    await bridge.sweep(60)
  }

  function keepTokens(): void {
    for (const who of [boss, theirAdmin, bridge.customer, bridge.partner])
      secrets.set(`session of ${who.session.user.name}`, who.session.token)
  }

  it('tells of all these troubles', () => {
    const told = [
      ...['request refused', 'event refused', 'robot refused', 'caller could not be confirmed'],
      ...['effect refused', 'signals postponed', 'portal could not be swept'],
      ...['mail not accepted', 'mail server out of reach', 'mailbox not read'],
      'webhook not delivered',
    ]
    expect(told.filter((words) => !lines.includes(`"msg":"${words}"`))).toEqual([])
    expect(calls.split('\n').length).toBeGreaterThan(100)
  })

  it.each(['log', 'log of REST calls', 'metrics'])('nothing of what people wrote: %s', (name) => {
    const text = { log: lines, metrics }[name] ?? calls
    expect(text.length).toBeGreaterThan(1000)
    const around = new RegExp(`.{0,80}${mark}[A-Z].{0,20}`, 'g')
    expect(decoded(text).match(around) ?? []).toEqual([])
    expect(text).not.toMatch(/000-?77-?31|Анна|Лебедева|lebedeva/)
  })

  it('and no secret', () => {
    for (const [what, secret] of secrets) {
      expect(secret.length, what).toBeGreaterThan(8)
      for (const text of [lines, calls, metrics])
        expect(text.includes(secret), `${what} is written down`).toBe(false)
    }
  })
})

const decoded = (text: string) => text.replace(/(%[0-9A-F]{2})+/g, decodeURIComponent)
