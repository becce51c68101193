import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { rescueStateSchema } from '../../shared/api/rescue.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, messagesOf, ticketsOf, ticketView } from '../support/open-bridge.ts'
import { anna, desk, type MailBridge, openMailBridge } from '../support/open-mail-bridge.ts'
import { createRescueVisitor, tokenIn } from '../support/rescue-visitor.ts'
import { customerSignature, sendMail } from '../support/send-mail.ts'

const minuteMs = 60_000

/** By which way each message came, and whom it has reached. */
describe('the ways of messages', () => {
  let mail: MailBridge
  let bridge: Bridge

  beforeEach(async () => {
    mail = await openMailBridge()
    bridge = mail.bridge
  }, 60_000)
  afterEach(async () => {
    await mail.stop()
  })

  const file = async () => {
    const itemId = await fileTicket(bridge.customer, { title: 'Нет печати' })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }
  const say = async (mirrorId: number, text: string) => {
    await comment(bridge.partner, mirrorId, `#клиенту ${text}`)
    await bridge.world.settle()
  }
  const lettersTo = (address: string) => mail.mailsTo(address)
  const waysSeenBy = async (person: Bridge['partner'], itemId: number) =>
    (await messagesOf(person, itemId)).map(({ way, readers }) => ({
      way,
      readers: readers.map(({ channel, reader, state }) => `${channel} ${state}: ${reader}`),
    }))

  /** Anna comes to the rescue page by the link in her mailbox. */
  async function annaOnRescuePage() {
    const page = createRescueVisitor(bridge.world.appUrl)
    await page.post('/link', { email: anna })
    const hasLink = () => lettersTo(anna).some(({ text }) => tokenIn(text ?? '') !== '')
    await expect.poll(() => bridge.world.settle().then(hasLink)).toBe(true)
    await page.post('/open', { token: tokenIn(lettersTo(anna).at(-1)?.text ?? '') })
    return page
  }

  it('the partner sees who was reached by mail, on the rescue page and in the tab, and when', async () => {
    const { itemId, mirrorId } = await file()
    await say(mirrorId, 'Проверьте кабель.')
    const mailed = (await messagesOf(bridge.partner, mirrorId))[0]?.readers ?? []
    expect(mailed).toMatchObject([
      { channel: 'mail', reader: 'Анна Лебедева', state: 'reached' },
      { channel: 'mail', reader: 'Олег Громов', state: 'reached' },
    ])
    const page = await annaOnRescuePage()
    bridge.world.clock.advance(5 * minuteMs)
    const { desk: state } = await page.get('/state', rescueStateSchema)
    await page.get(`/tickets/${state?.tickets[0]?.id ?? ''}`, z.unknown())
    bridge.world.clock.advance(minuteMs)
    await messagesOf(bridge.customer, itemId)
    await messagesOf(bridge.customer, itemId)
    const [first, , ...later] = (await messagesOf(bridge.partner, mirrorId))[0]?.readers ?? []
    expect(later.map(({ channel, reader }) => `${channel}: ${reader}`)).toEqual([
      'rescue: Анна Лебедева',
      'tab: Анна Лебедева',
    ])
    const minutes = later.map(({ at }) => Math.round((at - (first?.at ?? 0)) / minuteMs))
    expect(minutes).toEqual([5, 6])
  })

  it('each message says how it came; who of the partner’s people reads is not told', async () => {
    const { itemId, mirrorId } = await file()
    await comment(bridge.customer, itemId, 'Кабель на месте.')
    await bridge.world.settle()
    const to = lettersTo(anna).at(-1)?.replyTo?.value[0]?.address ?? ''
    const answer = { from: anna, to, subject: 'Re', text: 'И бумага есть.' }
    await sendMail(bridge.world.smtpPort, { ...answer, dkim: customerSignature })
    await bridge.world.settle()
    await messagesOf(bridge.partner, mirrorId)
    expect(await waysSeenBy(bridge.partner, mirrorId)).toEqual([
      { way: 'portal', readers: ['mail reached: Олег Громов', 'tab reached: Иван Петров'] },
      { way: 'mail', readers: ['mail reached: Олег Громов', 'tab reached: Иван Петров'] },
    ])
    expect(await waysSeenBy(bridge.customer, itemId)).toEqual([
      { way: 'portal', readers: ['mail reached: Олег Громов'] },
      { way: 'mail', readers: ['mail reached: Олег Громов'] },
    ])
  })

  it('a mail that has not gone is shown to the partner only', async () => {
    const { itemId, mirrorId } = await file()
    mail.server.mood = 'refuses'
    await say(mirrorId, 'Проверьте кабель.')
    expect(await waysSeenBy(bridge.partner, mirrorId)).toEqual([
      { way: 'portal', readers: ['mail refused: Анна Лебедева', 'mail refused: Олег Громов'] },
    ])
    const [own] = await waysSeenBy(bridge.customer, itemId)
    expect(own).toEqual({ way: 'portal', readers: ['tab reached: Анна Лебедева'] })
  })

  it('a ticket says how it was filed', async () => {
    await file()
    await sendMail(bridge.world.smtpPort, {
      ...{ from: anna, to: desk, dkim: customerSignature },
      ...{ subject: 'Критичность 1', text: 'Портал не открывается!' },
    })
    await bridge.world.settle()
    const tickets = await ticketsOf(bridge.partner)
    const views = tickets.map(({ itemId }) => ticketView(bridge.partner, itemId ?? 0))
    expect((await Promise.all(views)).map(({ title, filedBy }) => [title, filedBy])).toEqual(
      expect.arrayContaining([
        ['Критичность 1', 'mail'],
        ['Нет печати', 'portal'],
      ]),
    )
  })

  it('the rescue page opens tickets that were filed in the portal and by mail', async () => {
    await file()
    await sendMail(bridge.world.smtpPort, {
      ...{ from: anna, to: desk, dkim: customerSignature },
      ...{ subject: 'Критичность 1', text: 'Портал не открывается!' },
    })
    await bridge.world.settle()
    const page = await annaOnRescuePage()
    const { desk: state } = await page.get('/state', rescueStateSchema)
    const rows = state?.tickets ?? []
    const answers = await Promise.all(rows.map(({ id }) => page.raw(`/tickets/${id}`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })
})
