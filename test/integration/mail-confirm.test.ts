import type { SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailPageSchema } from '../../shared/api/mails.ts'
import { blankTicketForm } from '../../shared/mail-text/ticket-form-text.ts'
import { toldTo } from '../support/duty.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { mailFixture } from '../support/mail-fixture.ts'
import { type Bridge, messagesOf, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { anna, desk, type MailBridge, openMailBridge } from '../support/open-mail-bridge.ts'
import { createRescueVisitor, type RescueVisitor } from '../support/rescue-visitor.ts'
import { customerSignature, sendMail } from '../support/send-mail.ts'
import { visit, type Visitor } from '../support/visit.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const form = blankTicketForm('ru')
  .replace('Тема: ', 'Тема: Не печатает отдел')
  .replace('Влияние на бизнес: ', 'Влияние на бизнес: Нет счетов')
  .replace('Что произошло: ', 'Что произошло: Принтер молчит')
  .replace(/(Критичность .*: )/, '$11')

/** The secret in the answer to a held mail. */
const tokenIn = (text = '') => /\/rescue\/confirm#([\w-]{43})/.exec(text)?.[1] ?? ''

/** §3.5: a domain that proves nothing does not silence its people. */
describe('a held mail is confirmed by a one-time link', () => {
  let mail: MailBridge
  let bridge: Bridge
  let person: RescueVisitor
  let manager: Visitor

  beforeEach(async () => {
    mail = await openMailBridge()
    bridge = mail.bridge
    person = createRescueVisitor(bridge.world.appUrl)
    manager = await visit(bridge.world.appUrl, bridge.world.partner, 1)
  }, 60_000)
  afterEach(async () => {
    await mail.stop()
  })

  const send = async (message: SendMailOptions) => {
    const unsigned = { from: anna, to: desk, subject: 'Принтер', text: form, ...message }
    await sendMail(bridge.world.smtpPort, unsigned)
    await bridge.world.settle()
  }
  const mailsTo = (address: string) => mail.mailsTo(address)
  const linkTo = (address: string) => tokenIn(mailsTo(address).at(-1)?.text)
  const listed = async () => (await manager.get('/api/mails', mailPageSchema)).mails
  const press = async (token: string) => {
    const answer = await person.post('/mail', { token })
    await bridge.world.settle()
    return answer
  }

  it('and becomes a ticket as of that moment, once; looking alone changes nothing', async () => {
    await send({ messageId: '<p1@romashka.example>' })
    expect(await ticketsOf(bridge.partner)).toEqual([])
    const [answer, ...more] = mailsTo(anna)
    expect(more).toEqual([])
    expect(answer?.inReplyTo).toBe('<p1@romashka.example>')
    expect(answer?.headers.get('auto-submitted')).toBe('auto-replied')
    expect(answer?.text).not.toMatch(/Принтер|Анна/)
    expect(await listed()).toMatchObject([{ state: 'quarantined', link: {}, confirmedAt: null }])

    const token = tokenIn(answer?.text)
    bridge.world.clock.advance(2 * hourMs)
    const shown = { subject: 'Принтер', text: expect.stringContaining('Принтер молчит') as string }
    expect(await person.post('/mail/look', { token })).toMatchObject({ status: 200, body: shown })
    expect(await person.post('/mail/look', { token })).toMatchObject({ status: 200, body: shown })
    await bridge.world.settle()
    expect(await ticketsOf(bridge.partner)).toEqual([])

    const pressedAt = bridge.world.clock.now()
    expect(await press(token)).toMatchObject({ status: 200, body: { result: 'ticket' } })
    const [ticket, ...others] = await ticketsOf(bridge.partner)
    expect(others).toEqual([])
    expect(ticket?.title).toBe('Не печатает отдел')
    const { registeredAt } = await ticketView(bridge.partner, await bridge.mirrorOf())
    expect(Math.abs(registeredAt - pressedAt)).toBeLessThan(minuteMs)
    const [mail] = await listed()
    expect(mail).toMatchObject({ state: 'accepted', reason: null, ticketNumber: 1 })
    expect(mail?.confirmedAt).toBeGreaterThanOrEqual(pressedAt)
    expect(toldTo(bridge.world, 1)).toContainEqual(
      expect.stringContaining('Просят критичность 1! Письмо: Анна Лебедева'),
    )
    for (const path of ['/mail', '/mail/look'])
      expect((await person.post(path, { token })).status).toBe(404)
  })

  it('an answer joins its ticket as of its arrival, and meets the reply duty', async () => {
    const values = { consentPhone: true, consentReply: true }
    await fileTicket(bridge.customer, { title: 'Всё стоит', level: 1, values })
    await bridge.world.settle()
    const mirrorId = await bridge.mirrorOf()
    await comment(bridge.partner, mirrorId, '#клиенту? Перезагрузили?')
    await bridge.world.settle()
    bridge.world.clock.advance(40 * minuteMs)
    const to = mailsTo(anna).at(-1)?.replyTo?.value[0]?.address ?? ''
    await send({ to, subject: 'Re', text: 'Да, не помогло.' })
    bridge.world.clock.advance(10 * minuteMs)
    expect(await press(linkTo(anna))).toMatchObject({ body: { result: 'message' } })
    const texts = (await messagesOf(bridge.partner, mirrorId)).map(({ text }) => text)
    expect(texts).toContain('Да, не помогло.')
    bridge.world.clock.advance(hourMs)
    await bridge.world.settle()
    expect((await ticketView(bridge.partner, mirrorId)).level).toBe(1)
  })

  it('a stranger gets the same answer, learns only of himself, and files nothing', async () => {
    await send({ from: 'a@elsewhere.example' })
    await send({ messageId: '<p2@romashka.example>' })
    const [stranger, known] = ['a@elsewhere.example', anna].map((address) => mailsTo(address)[0])
    const shown = (mail = stranger) =>
      [mail?.subject, mail?.text, mail?.html || ''].join().replaceAll(tokenIn(mail?.text), '')
    expect(shown()).toBe(shown(known))
    const names = (mail = stranger) => [...(mail?.headers.keys() ?? [])]
    expect(names()).toEqual(names(known))
    expect(await press(tokenIn(stranger?.text))).toMatchObject({ body: { result: 'unlisted' } })
    expect(await ticketsOf(bridge.partner)).toEqual([])
    const ofStranger = (await listed()).find(({ reason }) => reason === 'unknownSender')
    expect(ofStranger).toMatchObject({
      state: 'quarantined',
      confirmedAt: expect.any(Number) as number,
    })
  })

  it('a link holds for a day, and three that nobody confirms are enough for a day', async () => {
    for (let one = 0; one < 5; one++) await send({ subject: `Письмо ${String(one)}` })
    expect(mailsTo(anna)).toHaveLength(3)
    const token = linkTo(anna)
    bridge.world.clock.advance(24 * hourMs + 1)
    expect((await press(token)).status).toBe(404)
    await send({ subject: 'Назавтра' })
    expect(mailsTo(anna)).toHaveLength(4)
  })

  it('forged mail from elsewhere uses up none of the links of his own server', async () => {
    const forge = async (server: number) => {
      for (let one = 0; one < 4; one++) {
        const forged = { from: anna, to: desk, subject: 'Счёт', text: `${server} ${one}` }
        await sendMail(bridge.world.smtpPort, forged, `127.0.0.${String(server)}`)
      }
      await bridge.world.settle()
    }
    const links = () => mailsTo(anna).filter(({ text }) => tokenIn(text) !== '')
    await forge(2)
    expect(links()).toHaveLength(3)
    await send({ subject: 'Своё' })
    expect(links()).toHaveLength(4)
    expect(await press(linkTo(anna))).toMatchObject({ body: { result: 'ticket' } })
    // Not even by many servers, since he has confirmed from his own.
    for (const server of [3, 4, 5, 6]) await forge(server)
    expect(links()).toHaveLength(1 + 12)
    for (let one = 0; one < 4; one++) await send({ subject: `Своё ${String(one)}` })
    expect(links()).toHaveLength(1 + 12 + 3)
  })

  it('what a manager has decided, no link decides again', async () => {
    await send({})
    const [held] = await listed()
    await manager.post(`/api/mails/${String(held?.id)}/discard`, mailPageSchema)
    expect((await press(linkTo(anna))).status).toBe(404)
    expect(await ticketsOf(bridge.partner)).toEqual([])
  })

  it('machines, bounces and what is disowned of strangers are not answered', async () => {
    const envelope = { from: anna, to: desk }
    for (const name of ['out-of-office', 'mailing-list', 'loop'])
      await send({ raw: mailFixture(name), envelope })
    await send({ raw: mailFixture('bounce'), envelope: { from: '', to: desk } })
    // The domain of «Ромашка» disowns it.
    await send({ from: 'zaitsev@romashka.example' })
    expect(mail.server.mails).toEqual([])
    // Somebody proven, and on no list.
    await send({ from: 'zaitsev@romashka.example', dkim: customerSignature })
    expect(mail.server.mails).toHaveLength(1)
  })

  it('however many strangers write in a day, not all of them are answered', async () => {
    for (let one = 0; one < 103; one++)
      await sendMail(bridge.world.smtpPort, {
        ...{ from: `a${String(one)}@elsewhere.example`, to: desk },
        ...{ subject: 'Купите', text: String(one) },
      })
    await bridge.world.settle()
    expect(mail.server.mails).toHaveLength(100)
    await send({})
    expect(mailsTo(anna)).toHaveLength(1)
  }, 60_000)

  it('only the page itself may ask, and not for ever', async () => {
    const evil = createRescueVisitor(bridge.world.appUrl, 'https://evil.example')
    expect((await evil.post('/mail', { token: 'x'.repeat(43) })).status).toBe(403)
    const statuses = []
    for (let attempt = 0; attempt < 22; attempt++)
      statuses.push((await press('x'.repeat(43))).status)
    expect(statuses.slice(0, 20).every((status) => status === 404)).toBe(true)
    expect(statuses.at(-1)).toBe(429)
    const page = await fetch(`${bridge.world.appUrl}/rescue/confirm`)
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await page.text()).toContain('confirm-mail')
  })
})
