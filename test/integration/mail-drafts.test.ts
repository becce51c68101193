import type { SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MailWish } from '../../shared/api/mail-choices.ts'
import { mailChoicesSchema } from '../../shared/api/mail-choices.ts'
import { mailPageSchema } from '../../shared/api/mails.ts'
import { rescueStateSchema } from '../../shared/api/rescue.ts'
import { blankTicketForm } from '../../shared/mail-text/ticket-form-text.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type Bridge, itemOf, openBridge, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { createRescueVisitor, type RescueVisitor } from '../support/rescue-visitor.ts'
import { customerDns, customerSignature, sendMail } from '../support/send-mail.ts'
import { visit } from '../support/visit.ts'

const desk = 'support@desk.example'
const anna = 'lebedeva@romashka.example'
const hourMs = 60 * 60_000
const mail = { MAIL_ADDRESS: desk, MAIL_SMTP_PORT: '0' }
const freeText: SendMailOptions = {
  ...{ from: `Анна Лебедева <${anna}>`, to: desk, dkim: customerSignature },
  ...{ subject: 'Принтер', text: 'Не печатает с утра.' },
}
const attachments = [{ filename: 'журнал.txt', content: 'Ошибка 42' }]
const completed = {
  ...{ title: 'Не печатает отдел', level: 3, category: 'technical', description: 'Не печатает.' },
  ...{ impact: 'Нет счетов', environment: 'Битрикс24', contactName: 'Анна', contactPhone: '1' },
  ...{ contactEmail: anna, links: '', filesReason: 'в письме', recentChanges: '', files: [] },
  ...{ consentPhone: false, consentReply: false },
}

/** What the link in the answer carries: the secret, and whose draft it opens. */
function linkIn(text = ''): { token: string; id: string } {
  const [, token = '', id = ''] = /\/rescue#([\w-]{43})\.([\da-f-]{36})/.exec(text) ?? []
  return { token, id }
}

/** Free text is not lost and is not a ticket: its author completes it. */
describe('free text by mail is a draft', () => {
  let server: MailServer
  let bridge: Bridge
  let person: RescueVisitor

  beforeEach(async () => {
    server = await startMailServer()
    bridge = await openBridge({ smtpUrl: server.url, mail, resolver: customerDns })
    person = createRescueVisitor(bridge.world.appUrl)
  }, 60_000)
  afterEach(async () => {
    await bridge.world.stop()
    await server.stop()
  })

  const send = async (change: SendMailOptions = {}) => {
    await sendMail(bridge.world.smtpPort, { ...freeText, ...change })
    await bridge.world.settle()
  }
  const state = (who = person) => who.get('/state', rescueStateSchema)
  const listed = async () => {
    const manager = await visit(bridge.world.appUrl, bridge.world.partner, 1)
    return (await manager.get('/api/mails', mailPageSchema)).mails
  }
  const choose = (wish: MailWish, locale: 'ru' | 'en' = 'ru') =>
    bridge.customer.post('/api/mail-choices', mailChoicesSchema, { wish, locale })
  const filesInPortal = async () => {
    const [ticket] = await ticketsOf(bridge.partner)
    const item = await itemOf(bridge.partner, ticket?.itemId ?? 0)
    return item[bridge.partner.session.portal.place?.fields.files ?? '']
  }

  it('that its author opens by the link in the answer, completes and sends', async () => {
    await send({ attachments })
    expect(await ticketsOf(bridge.partner)).toEqual([])
    expect(server.mails).toHaveLength(1)
    expect(await listed()).toMatchObject([
      { state: 'accepted', draft: 'asked', ticketNumber: null },
    ])

    bridge.world.clock.advance(hourMs)
    const { token, id } = linkIn(server.mails[0]?.text)
    expect((await person.post('/open', { token })).status).toBe(200)
    const { desk: opened } = await state()
    const draft = { id, title: 'Принтер', text: 'Не печатает с утра.', fileNames: ['журнал.txt'] }
    expect(opened?.drafts).toMatchObject([draft])

    const filedAt = bridge.world.clock.now()
    const filing = { id, contractId: opened?.drafts[0]?.contractId, form: completed }
    expect((await person.post('/tickets', filing)).status).toBe(200)
    expect((await person.post('/tickets', filing)).status).toBe(200)
    await bridge.world.settle()
    expect(await ticketsOf(bridge.partner)).toMatchObject([
      { title: 'Не печатает отдел', level: 3 },
    ])
    const { registeredAt } = await ticketView(bridge.partner, await bridge.mirrorOf())
    expect(Math.abs(registeredAt - filedAt)).toBeLessThan(60_000)
    expect(await filesInPortal()).toHaveLength(1)
    expect((await state()).desk?.drafts).toEqual([])
    expect(await listed()).toMatchObject([{ draft: null, ticketNumber: 1 }])
  })

  it('whose link opens once, within two hours; the draft waits for the next one', async () => {
    await send()
    const { token } = linkIn(server.mails[0]?.text)
    bridge.world.clock.advance(2 * hourMs + 1)
    expect((await person.post('/open', { token })).status).toBe(401)
    await person.post('/link', { email: anna })
    await expect
      .poll(async () => {
        await bridge.world.settle()
        return server.mails.length
      })
      .toBe(2)
    const [, next = ''] = /\/rescue#([\w-]{43})/.exec(server.mails[1]?.text ?? '') ?? []
    expect((await person.post('/open', { token: next })).status).toBe(200)
    expect((await state()).desk?.drafts).toMatchObject([{ title: 'Принтер' }])
  })

  it('that an answer with the form makes a ticket as well, with what was attached before', async () => {
    await send({ attachments })
    const text = blankTicketForm('ru')
      .replace('Тема: ', 'Тема: Не печатает отдел')
      .replace('Влияние на бизнес: ', 'Влияние на бизнес: Нет счетов')
      .replace('Что произошло: ', 'Что произошло: Принтер молчит')
    const { token } = linkIn(server.mails[0]?.text)
    await send({ subject: 'Re: Принтер', text, inReplyTo: server.mails[0]?.messageId ?? '' })
    expect(await ticketsOf(bridge.partner)).toMatchObject([{ title: 'Не печатает отдел' }])
    expect(await filesInPortal()).toHaveLength(1)
    await person.post('/open', { token })
    expect((await state()).desk?.drafts).toEqual([])
  })

  it('of nobody else', async () => {
    await send({ attachments })
    const { id } = linkIn(server.mails[0]?.text)
    await person.post('/link', { email: 'gromov@romashka.example' })
    await expect
      .poll(async () => {
        await bridge.world.settle()
        return server.mails.length
      })
      .toBe(2)
    const [, token = ''] = /\/rescue#([\w-]{43})/.exec(server.mails[1]?.text ?? '') ?? []
    await person.post('/open', { token })
    const { desk: own } = await state()
    expect(own?.drafts).toEqual([])
    await person.post('/tickets', { id, contractId: own?.contracts[0]?.id, form: completed })
    await bridge.world.settle()
    expect(await ticketsOf(bridge.partner)).toMatchObject([{ title: 'Не печатает отдел' }])
    expect((await filesInPortal()) ?? []).toEqual([])
  })

  it('is answered in its author’s language, five times a day at most', async () => {
    await choose('digest', 'en')
    for (let one = 0; one < 7; one++) await send({ subject: `Принтер ${String(one)}` })
    expect(server.mails).toHaveLength(5)
    expect(server.mails[0]?.text).toContain('Business impact:')
    expect(server.mails[0]?.html).toMatch(/<a href="[^"]+\/rescue#/)
    expect((await listed()).map(({ draft }) => draft)).toEqual([
      ...['unasked', 'unasked', 'asked', 'asked', 'asked', 'asked', 'asked'],
    ])
    bridge.world.clock.advance(24 * hourMs)
    await send({ subject: 'Назавтра' })
    expect(server.mails).toHaveLength(6)
  })

  it('is not answered for somebody who wants no mail', async () => {
    await choose('none')
    await send()
    expect(server.mails).toEqual([])
    expect(await listed()).toMatchObject([{ state: 'accepted', draft: 'unasked' }])
  })
})

it('without a mail server no answer waits for one', async () => {
  const { world } = await openBridge({ mail, resolver: customerDns })
  await sendMail(world.smtpPort, freeText)
  await world.settle()
  const manager = await visit(world.appUrl, world.partner, 1)
  const { mails } = await manager.get('/api/mails', mailPageSchema)
  expect(mails).toMatchObject([{ state: 'accepted', draft: 'unasked' }])
  await world.stop()
})
