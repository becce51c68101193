import type { SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailOriginalSchema, mailPageSchema } from '../../shared/api/mails.ts'
import { demoDesk, demoMail } from '../demo/demo-mail.ts'
import { createDeskAddress } from '../../server/mail/desk-address.ts'
import { createThreadTokens } from '../../server/mail/thread-token.ts'
import { fileTicket } from '../support/file-ticket.ts'
import { demoEnvironment } from '../support/start-world.ts'
import { setOnCall, toldTo } from '../support/duty.ts'
import { mailFixture } from '../support/mail-fixture.ts'
import { type Bridge, openBridge, ticketView } from '../support/open-bridge.ts'
import { customerDns, customerSignature, sendMail } from '../support/send-mail.ts'
import { visit, type Visitor } from '../support/visit.ts'

const desk = 'support@desk.example'
const addressOf = (ticketId: string) =>
  createDeskAddress(desk).withToken(
    createThreadTokens([demoEnvironment.SESSION_SECRET]).sign(ticketId),
  )
const mail = { MAIL_ADDRESS: desk, MAIL_SMTP_PORT: '0' }

/** §3.5: who may speak by mail, and what happens to everything else. */
describe('mail that comes in', () => {
  let bridge: Bridge
  let manager: Visitor

  beforeEach(async () => {
    bridge = await openBridge({ mail, resolver: customerDns })
    manager = await visit(bridge.world.appUrl, bridge.world.partner, 1)
  })
  afterEach(() => bridge.world.stop())

  const send = async (message: SendMailOptions) => {
    const { code } = await sendMail(bridge.world.smtpPort, { to: desk, ...message })
    await bridge.world.settle()
    return code
  }
  const page = () => manager.get('/api/mails', mailPageSchema)
  const anna = {
    from: 'Анна Лебедева <lebedeva@romashka.example>',
    subject: 'Не печатает',
    text: 'Принтер в бухгалтерии молчит.',
  }

  it('signed by the domain of an authorised person is his', async () => {
    expect(await send({ ...anna, dkim: customerSignature })).toBe(250)
    expect(await page()).toMatchObject({
      address: desk,
      mails: [{ state: 'accepted', reason: null, from: 'lebedeva@romashka.example' }],
    })
  })

  it.each([
    ['unsigned, although the domain signs', { ...anna }, 'forged'],
    ['of somebody on no list', { ...anna, from: 'a@elsewhere.example' }, 'unknownSender'],
    [
      'of a colleague who is on no list',
      { ...anna, from: 'zaitsev@romashka.example', dkim: customerSignature },
      'unknownSender',
    ],
  ])('%s lies in quarantine with its reason', async (_case, message, reason) => {
    await send(message)
    expect((await page()).mails).toMatchObject([{ state: 'quarantined', reason }])
  })

  it('signed by another domain does not speak for this one', async () => {
    const dkim = { ...customerSignature, domainName: 'elsewhere.example' }
    await send({ ...anna, dkim })
    expect((await page()).mails).toMatchObject([{ state: 'quarantined', reason: 'forged' }])
  })

  it.each(['out-of-office', 'mailing-list', 'loop'])('%s changes nothing', async (name) => {
    const raw = mailFixture(name)
    await send({ raw, envelope: { from: 'lebedeva@romashka.example', to: desk } })
    expect((await page()).mails).toEqual([])
  })

  it('a bounce is shown with the address that our mail has not reached', async () => {
    await send({ raw: mailFixture('bounce'), envelope: { from: '', to: desk } })
    const bounce = { recipient: 'lebedeva@romashka.example', isFinal: true }
    expect((await page()).mails).toMatchObject([{ state: 'bounced', summary: { bounce } }])
  })

  it('twice the same mail is one', async () => {
    const raw = mailFixture('koi8-r')
    const envelope = { from: 'lebedeva@romashka.example', to: desk }
    await send({ raw, envelope })
    await send({ raw, envelope })
    const otherWay = Buffer.concat([Buffer.from('Received: by relay.example\r\n'), raw])
    await send({ raw: otherWay, envelope })
    expect((await page()).mails).toHaveLength(1)
  })

  it('what a manager throws away stays known, and is decided once', async () => {
    await send({ ...anna, from: 'a@elsewhere.example' })
    const [one] = (await page()).mails
    const path = `/api/mails/${String(one?.id)}`
    await manager.post(`${path}/discard`, mailPageSchema)
    expect((await page()).mails).toMatchObject([
      { state: 'discarded', decidedBy: 'Мария Соколова' },
    ])
    expect(await manager.raw('POST', `${path}/discard`)).toMatchObject({ status: 409 })
  })

  it('of a person’s mail those on duty are told at once; of strangers’ nobody', async () => {
    await send({ ...anna, dkim: customerSignature })
    await send({ ...anna, from: 'a@elsewhere.example', subject: 'Купите' })
    // Forged ones are told of once an hour, whatever stands in them.
    await send({ ...anna, subject: 'Переведите деньги' })
    await send({ ...anna, subject: 'Ещё деньги' })
    const told = toldTo(bridge.world, 1).filter((text) => text.includes('исьмо'))
    expect(told).toEqual([
      expect.stringContaining('Письмо: Анна Лебедева (ООО «Ромашка»), «Не печатает»'),
      expect.stringContaining('Задержано письмо от имени: Анна Лебедева'),
    ])
    expect(told.join()).not.toContain('деньги')
  })

  it.each([
    ['the token in the address', (id: string) => ({ to: addressOf(id), subject: 'Ещё раз' })],
    ['the number in the subject', () => ({ to: desk, subject: 'Re: [#1] Нет печати' })],
  ])('about a ticket is known by %s', async (_how, about) => {
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    const itemId = await bridge.mirrorOf()
    const { id } = await ticketView(bridge.partner, itemId)
    await send({ ...anna, ...about(id), dkim: customerSignature })
    expect((await page()).mails).toMatchObject([{ state: 'accepted', ticketNumber: 1 }])
    expect(toldTo(bridge.world, 1).join()).toContain('Открыть обращение № 1')
  })

  it('of a stranger opens no ticket by its number', async () => {
    await fileTicket(bridge.customer, { title: 'Нет печати', level: 2 })
    await bridge.world.settle()
    await send({ ...anna, from: 'a@elsewhere.example', subject: 'Re: [#1] Нет печати' })
    expect((await page()).mails).toMatchObject([{ state: 'quarantined', ticketNumber: null }])
  })

  it('a form filled in by mail says its level and what is missing; level 1 knows no quiet hours', async () => {
    await setOnCall(bridge.world)
    bridge.world.clock.advance(15 * 60 * 60_000)
    const text = 'Телефон: 1\nВлияние: стоим\nОписание: не печатает\nКритичность: 1'
    await send({ ...anna, text, dkim: customerSignature })
    expect((await page()).mails).toMatchObject([
      {
        summary: {
          form: { level: 1, missing: ['contactName', 'contactEmail', 'environment', 'links'] },
        },
      },
    ])
    const urgent = expect.stringContaining('Просят критичность 1! Письмо: Анна Лебедева') as string
    for (const onDuty of [1, 5]) expect(toldTo(bridge.world, onDuty)).toContainEqual(urgent)
    await send({ ...anna, subject: 'Терпит', dkim: customerSignature })
    expect(toldTo(bridge.world, 1).join()).not.toContain('Терпит')
  })

  it('the whole mail is one click away', async () => {
    const raw = mailFixture('reply-gmail')
    await send({ raw, envelope: { from: 'lebedeva@romashka.example', to: desk } })
    const [one] = (await page()).mails
    expect(one?.summary.text).toBe('Да, после перезагрузки заработало.')
    const path = `/api/mails/${String(one?.id)}/original`
    const { text } = await manager.get(path, mailOriginalSchema)
    expect(text).toContain('> Перезагрузите, пожалуйста, сервер печати.')
    expect(await bridge.partner.raw('GET', path)).toMatchObject({ status: 403 })
  })

  it('nobody else sees it: not engineers, not the customer', async () => {
    await send({ ...anna, from: 'a@elsewhere.example' })
    const customerAdmin = await visit(bridge.world.appUrl, bridge.world.customer, 1)
    for (const other of [bridge.partner, bridge.customer, customerAdmin])
      expect(await other.raw('GET', '/api/mails')).toMatchObject({ status: 403 })
  })
})

it('in the demo anybody at the machine may write as a person of «Ромашка»', async () => {
  const { world } = await openBridge(demoMail)
  const from = 'lebedeva@romashka.example'
  await sendMail(world.smtpPort, { from, to: demoDesk, subject: 'Вопрос', text: 'Как?' })
  await world.settle()
  const manager = await visit(world.appUrl, world.partner, 1)
  const { mails } = await manager.get('/api/mails', mailPageSchema)
  expect(mails).toMatchObject([{ state: 'accepted', from }])
  await world.stop()
})

it('of a person whose domain says nothing of its mail lies in quarantine until he proves it', async () => {
  const missing = Object.assign(new Error('queryTxt ENOTFOUND'), { code: 'ENOTFOUND' })
  const { world } = await openBridge({ mail, resolver: () => Promise.reject(missing) })
  const unsigned = { from: 'lebedeva@romashka.example', to: desk, subject: 'Стоит', text: 'Стоит.' }
  await sendMail(world.smtpPort, unsigned)
  await world.settle()
  const manager = await visit(world.appUrl, world.partner, 1)
  const { mails } = await manager.get('/api/mails', mailPageSchema)
  expect(mails).toMatchObject([{ state: 'quarantined', reason: 'unproven' }])
  await world.stop()
})
