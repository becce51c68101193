import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contractListSchema } from '../../shared/api/contracts.ts'
import { mailChoicesSchema, type MailWish } from '../../shared/api/mail-choices.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import { type Bridge, moveItem, ticketsOf } from '../support/open-bridge.ts'
import { anna, desk, type MailBridge, openMailBridge } from '../support/open-mail-bridge.ts'
import { visit } from '../support/visit.ts'

const hourMs = 60 * 60_000

/** Every public message and status goes to the customer's persons by mail, as each of them wants it. */
describe('mail about tickets', () => {
  let mail: MailBridge
  let bridge: Bridge

  beforeEach(async () => {
    mail = await openMailBridge()
    bridge = mail.bridge
  }, 60_000)
  afterEach(async () => {
    await mail.stop()
  })

  const file = async (level: 1 | 2 = 2, title = 'Нет печати') => {
    const values = { consentPhone: true, consentReply: true }
    await fileTicket(bridge.customer, { title, level, values })
    await bridge.world.settle()
    return bridge.mirrorOf()
  }
  const say = async (itemId: number, text: string) => {
    await comment(bridge.partner, itemId, `#клиенту ${text}`)
    await bridge.world.settle()
  }
  const to = (address: string) => mail.mailsTo(address)
  const choose = (wish: MailWish, locale: 'ru' | 'en' = 'ru') =>
    bridge.customer.post('/api/mail-choices', mailChoicesSchema, { wish, locale })

  it('a registration and a public answer arrive once, under one subject and in one thread', async () => {
    const itemId = await file()
    await say(itemId, 'Проверьте <b>кабель</b> & розетку')
    await bridge.sweep(10)
    const mails = to(anna)
    expect(mails).toMatchObject([
      {
        subject: '[#1] Нет печати',
        text: expect.stringContaining('Обращение № 1 зарегистрировано. Реакция') as string,
      },
      {
        subject: 'Re: [#1] Нет печати',
        text: expect.stringMatching(/^## Ответьте выше этой строки ##\n\nИван Петров/) as string,
        inReplyTo: mails[0]?.messageId,
        references: mails[0]?.messageId,
      },
    ])
    expect(mails[1]?.html).toContain('&lt;b&gt;кабель&lt;/b&gt; &amp; розетку')
    expect(mails[1]?.html).not.toMatch(/<img|https?:/)
  })

  it('answers find the ticket by their address, and no machine answers', async () => {
    await file()
    const [mail] = to(anna)
    expect(mail?.replyTo?.text).toMatch(/^support\+t[a-z0-9]{37}@desk\.example$/)
    const heads = ['auto-submitted', 'x-auto-response-suppress', 'x-sla-desk']
    expect(heads.map((name) => mail?.headers.get(name))).toEqual(['auto-generated', 'All', '1'])
  })

  it('a stage is told', async () => {
    const itemId = await file()
    await moveItem(bridge.partner, itemId, 'inWork')
    await bridge.world.settle()
    expect(to(anna).at(-1)?.text).toContain('Стадия обращения: «В работе».')
  })

  it('a person’s own message does not come back to him, but reaches his colleagues', async () => {
    await file()
    const [ticket] = await ticketsOf(bridge.customer)
    const before = to(anna).length
    await comment(bridge.customer, ticket?.itemId ?? 0, 'Бумага есть')
    await bridge.world.settle()
    expect(to(anna)).toHaveLength(before)
    expect(to('gromov@romashka.example').at(-1)?.text).toContain('Бумага есть')
  })

  it.each([
    ['none', 0, 0],
    ['levelOne', 0, 1],
    ['all', 1, 1],
  ] as const)('«%s» brings %i mails of level 2 and %i of level 1', async (wish, two, one) => {
    expect((await choose(wish)).persons).toContainEqual(expect.objectContaining({ wish }))
    await file(2)
    expect(to(anna)).toHaveLength(two)
    await file(1, 'Всё стоит')
    expect(to(anna)).toHaveLength(two + one)
  })

  it('a digest comes once, at nine in the contract’s zone, with all tickets', async () => {
    await choose('digest', 'en')
    await say(await file(), 'Смотрим')
    await file(2, 'Нет связи')
    expect(to(anna)).toEqual([])
    bridge.world.clock.advance(23 * hourMs)
    await bridge.world.settle()
    const [digest, ...more] = to(anna)
    expect(more).toEqual([])
    expect(digest?.subject).toBe('Tickets of the last day: [#1], [#2]')
    expect(digest?.text).toMatch(/Нет печати[\s\S]*Смотрим[\s\S]*Нет связи/)
    bridge.world.clock.advance(24 * hourMs)
    await bridge.world.settle()
    expect(to(anna).filter(({ subject }) => subject === digest?.subject)).toHaveLength(1)
  })

  it('the partner sees what each has chosen; others choose for nobody', async () => {
    const { ownId } = await choose('levelOne')
    const manager = await visit(bridge.world.appUrl, bridge.world.partner, 1)
    const { contracts } = await manager.get('/api/contracts', contractListSchema)
    const path = `/api/mail-choices/${contracts[0]?.id ?? ''}`
    const seen = await manager.get(path, mailChoicesSchema)
    const waysIn = { address: desk, rescueUrl: `${bridge.world.appUrl}/rescue` }
    expect(seen).toMatchObject({ isOn: true, ownId: null, waysIn })
    expect(seen.persons).toContainEqual(
      expect.objectContaining({ personId: ownId, wish: 'levelOne' }),
    )
    expect(await bridge.customer.raw('GET', path)).toMatchObject({ status: 404 })
    const stranger = await visit(bridge.world.appUrl, bridge.world.customer, 8)
    const wish = { wish: 'none', locale: 'ru' }
    expect(await stranger.raw('POST', '/api/mail-choices', wish)).toMatchObject({ status: 403 })
  })
})
