import type { SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailChoicesSchema } from '../../shared/api/mail-choices.ts'
import { mailPageSchema } from '../../shared/api/mails.ts'
import { blankTicketForm } from '../../shared/mail-text/ticket-form-text.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, messagesOf, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { anna, desk, type MailBridge, openMailBridge } from '../support/open-mail-bridge.ts'
import { customerSignature, sendMail } from '../support/send-mail.ts'
import { visit } from '../support/visit.ts'

const minuteMs = 60_000

/** Accepted mail becomes a message or a ticket. */
describe('what customers write by mail', () => {
  let mail: MailBridge
  let bridge: Bridge

  beforeEach(async () => {
    mail = await openMailBridge()
    bridge = mail.bridge
  }, 60_000)
  afterEach(async () => {
    await mail.stop()
  })

  const send = async (message: SendMailOptions) => {
    const signed = { from: anna, to: desk, dkim: customerSignature, ...message }
    await sendMail(bridge.world.smtpPort, signed)
    await bridge.world.settle()
  }
  const mailsTo = (address: string) => mail.mailsTo(address)
  const asked = async () => {
    const values = { consentPhone: true, consentReply: true }
    const itemId = await fileTicket(bridge.customer, { title: 'Всё стоит', level: 1, values })
    await bridge.world.settle()
    const mirrorId = await bridge.mirrorOf()
    await comment(bridge.partner, mirrorId, '#клиенту? Перезагрузили?')
    await bridge.world.settle()
    return { itemId, mirrorId }
  }

  it('an answer appears in both portals once, and in time meets the reply duty', async () => {
    const { itemId, mirrorId } = await asked()
    bridge.world.clock.advance(40 * minuteMs)
    const question = mailsTo(anna).at(-1)
    const to = question?.replyTo?.value[0]?.address ?? ''
    const answer = { to, subject: `Re: ${question?.subject ?? ''}`, text: 'Да, не помогло.' }
    await send({ ...answer, messageId: '<a1@romashka.example>' })
    await send({ ...answer, messageId: '<a1@romashka.example>' })
    for (const [person, id] of [
      [bridge.customer, itemId],
      [bridge.partner, mirrorId],
    ] as const) {
      const own = (await messagesOf(person, id)).filter(({ text }) => text === 'Да, не помогло.')
      expect(own).toMatchObject([{ by: 'customer', author: 'Анна Лебедева' }])
    }
    bridge.world.clock.advance(60 * minuteMs)
    await bridge.world.settle()
    expect((await ticketView(bridge.partner, mirrorId)).level).toBe(1)
  })

  it('an answer to the plain address is known by the mail that it answers', async () => {
    const { mirrorId } = await asked()
    const inReplyTo = mailsTo(anna).at(-1)?.messageId ?? ''
    await send({ inReplyTo, subject: 'Про вчерашнее', text: 'Перезагрузили.' })
    const texts = (await messagesOf(bridge.partner, mirrorId)).map(({ text }) => text)
    expect(texts).toContain('Перезагрузили.')
  })

  it('free text is answered with the form, and the form becomes a ticket', async () => {
    await send({ subject: 'Принтер', text: 'Не печатает.' })
    expect(await ticketsOf(bridge.partner)).toEqual([])
    const [form, ...more] = mailsTo(anna)
    expect(more).toEqual([])
    expect(form?.text).toContain('Влияние на бизнес:')
    const text = blankTicketForm('ru')
      .replace('Тема: ', 'Тема: Не печатает отдел')
      .replace('Влияние на бизнес: ', 'Влияние на бизнес: Нет счетов')
      .replace('Что произошло: ', 'Что произошло: Принтер молчит')
      .replace(/(Критичность .*: )/, '$12')
    await send({ subject: 'Re: Принтер', text })
    expect(await ticketsOf(bridge.partner)).toMatchObject([
      { title: 'Не печатает отдел', level: 2 },
    ])
    expect(mailsTo(anna).at(-1)?.text).toContain('укажите:')
  })

  it('words of level 1 are a ticket at once', async () => {
    await send({ subject: 'Критичность 1', text: 'Портал не открывается!' })
    expect(await ticketsOf(bridge.partner)).toMatchObject([{ title: 'Критичность 1' }])
    expect(mailsTo(anna).at(-1)?.text).toContain('укажите:')
  })

  it('held mail is let in by a manager, once; of strangers it is not', async () => {
    const { mirrorId } = await asked()
    const to = mailsTo(anna).at(-1)?.replyTo?.value[0]?.address ?? ''
    await sendMail(bridge.world.smtpPort, { from: anna, to, subject: 'Re', text: 'Не помогло.' })
    await sendMail(bridge.world.smtpPort, { from: 'a@b.example', to: desk, text: 'Купите' })
    await bridge.world.settle()
    const manager = await visit(bridge.world.appUrl, bridge.world.partner, 1)
    const { mails } = await manager.get('/api/mails', mailPageSchema)
    const path = (state: string) =>
      `/api/mails/${String(mails.find(({ reason }) => reason === state)?.id)}/release`
    await manager.post(path('forged'), mailPageSchema)
    await bridge.world.settle()
    const texts = (await messagesOf(bridge.partner, mirrorId)).map(({ text }) => text)
    expect(texts).toContain('Не помогло.')
    for (const reason of ['forged', 'unknownSender'])
      expect(await manager.raw('POST', path(reason))).toMatchObject({ status: 409 })
  })

  it('a bounce of our mail stops further ones until the person writes', async () => {
    const { mirrorId } = await asked()
    const sent = mailsTo(anna)
    const report = [
      'From: MAILER-DAEMON@romashka.example',
      `To: ${desk}`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b\r\nContent-Type: text/plain\r\n\r\nNo such user',
      `--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ${anna}`,
      'Action: failed\r\nStatus: 5.1.1',
      `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${sent[0]?.messageId ?? ''}`,
      '--b--',
    ].join('\r\n')
    const { smtpPort } = bridge.world
    await sendMail(smtpPort, { raw: report, envelope: { from: '', to: desk } })
    await bridge.world.settle()
    const bounces = async () =>
      (await bridge.customer.get('/api/mail-choices', mailChoicesSchema)).persons.flatMap(
        ({ bounce }) => bounce ?? [],
      )
    expect(await bounces()).toMatchObject([{ reason: expect.stringContaining('5.1.1') as string }])
    await comment(bridge.partner, mirrorId, '#клиенту Смотрим')
    await bridge.world.settle()
    expect(mailsTo(anna)).toHaveLength(sent.length)
    await send({ subject: 'Я здесь', text: 'Почта снова работает.' })
    expect(await bounces()).toEqual([])
  })
})
