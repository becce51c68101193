import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runRobot } from '../support/automation.ts'
import { comment, fileTicket } from '../support/file-ticket.ts'
import {
  type Bridge,
  commentTexts,
  moveItem,
  openBridge,
  ticketsOf,
  ticketView,
} from '../support/open-bridge.ts'

const bookkeeper = 7
const storekeeper = 8
const engineer = 5
const hourMs = 60 * 60_000

/** Robots of both portals work as people do, once for each call, and say what became of it. */
describe('robots', () => {
  let bridge: Bridge

  beforeEach(async () => {
    bridge = await openBridge()
  })
  afterEach(() => bridge.world.stop())

  const run = (
    side: 'customer' | 'partner',
    code: string,
    { properties, on }: { properties: Record<string, unknown>; on: [number, number] },
  ) => runRobot(bridge, side, { code, on, properties })

  /** A ticket of a person, on both sides. */
  async function openTicket(level: 1 | 2 = 2) {
    const values = level === 1 ? { consentPhone: true, consentReply: true } : {}
    const itemId = await fileTicket(bridge.customer, { title: 'Нет печати', level, values })
    await bridge.world.settle()
    return { itemId, mirrorId: await bridge.mirrorOf() }
  }

  const onTicket = (side: 'customer' | 'partner', itemId: number): [number, number] => [
    bridge[side].session.portal.place?.entityTypeId ?? 0,
    itemId,
  ]

  const clock = async (name: string, itemId: number) =>
    (await ticketView(bridge.customer, itemId)).clocks.findLast((one) => one.name === name)

  it('«Ответить в обращении» reaches the partner in an authorised person’s name, and meets no duty', async () => {
    const { itemId, mirrorId } = await openTicket(1)
    await comment(bridge.partner, mirrorId, '#клиенту? Что в журнале?')
    await bridge.world.settle()
    const properties = {
      author: `user_${String(bookkeeper)}`,
      text: 'Журнал приложен.',
      ticket: '1',
    }
    const { returned } = await run('customer', 'sla_reply', { properties, on: [2, 99] })
    expect(returned).toEqual({ number: '1', error: '' })
    expect((await commentTexts(bridge.partner, mirrorId)).at(-1)).toMatch(
      /Анна Лебедева \(робот\).*\n?.*Журнал приложен/,
    )
    expect((await ticketView(bridge.partner, mirrorId)).messages.at(-1)).toMatchObject({
      by: 'robot',
    })
    expect((await clock('replyDuty', itemId))?.stoppedAt).toBeUndefined()
    expect((await ticketView(bridge.partner, mirrorId)).waitingSince).not.toBeNull()
  })

  it('«Ответить в обращении» in the name of somebody else sends nothing', async () => {
    const { itemId, mirrorId } = await openTicket()
    const before = await commentTexts(bridge.partner, mirrorId)
    const properties = { author: `user_${String(storekeeper)}`, text: 'Починили?' }
    const on = onTicket('customer', itemId)
    const { returned } = await run('customer', 'sla_reply', { properties, on })
    expect(returned?.['error']).toContain('Пётр Зайцев не входит в список уполномоченных лиц')
    expect(await commentTexts(bridge.partner, mirrorId)).toEqual(before)
  })

  it('«Ответить клиенту» is public, but neither reaction nor status update', async () => {
    const { itemId, mirrorId } = await openTicket()
    const on = onTicket('partner', mirrorId)
    const properties = { text: 'Ваше обращение передано инженеру.' }
    await run('partner', 'sla_answer_customer', { properties, on })
    expect((await commentTexts(bridge.customer, itemId)).at(-1)).toContain('передано инженеру')
    expect((await commentTexts(bridge.partner, mirrorId)).at(-1)).toContain('отправлено клиенту')
    expect((await clock('reaction', itemId))?.stoppedAt).toBeUndefined()
    await comment(bridge.partner, mirrorId, '#клиенту Смотрим.')
    await bridge.world.settle()
    const update = await clock('statusUpdate', itemId)
    bridge.world.clock.advance(hourMs)
    await run('partner', 'sla_answer_customer', { properties, on })
    expect((await clock('statusUpdate', itemId))?.startedAt).toBe(update?.startedAt)
    // What we wrote ourselves is not read as a person's words, also when the card is read again.
    await bridge.sweep(30)
    expect((await ticketView(bridge.customer, itemId)).messages).toHaveLength(3)
  })

  it('«Запросить ответ» waits for the customer, and at level 1 begins his hour with the delivery', async () => {
    const { itemId, mirrorId } = await openTicket(1)
    const on = onTicket('partner', mirrorId)
    await run('partner', 'sla_ask_customer', { properties: { text: 'Доступ есть?' }, on })
    expect((await clock('reaction', itemId))?.stoppedAt).toBeUndefined()
    expect(await clock('replyDuty', itemId)).toMatchObject({ owedBy: 'customer' })
    expect((await ticketView(bridge.customer, itemId)).waitingSince).not.toBeNull()
    expect((await commentTexts(bridge.customer, itemId)).at(-1)).toContain('ждёт вашего ответа')
    bridge.world.clock.advance(60_000)
    await comment(bridge.customer, itemId, 'Есть.')
    await bridge.world.settle()
    expect((await ticketView(bridge.customer, itemId)).waitingSince).toBeNull()
  })

  it('«Изменить критичность» changes it on both sides; to 1 only a person may', async () => {
    const { itemId, mirrorId } = await openTicket()
    const on = onTicket('partner', mirrorId)
    const change = (level: string) =>
      run('partner', 'sla_change_level', { properties: { level, reason: 'Обходной путь' }, on })
    expect((await change('4')).returned).toEqual({ number: '1', level: '4', error: '' })
    expect((await ticketView(bridge.customer, itemId)).level).toBe(4)
    expect((await change('1')).returned?.['error']).toContain('только человек')
    expect((await ticketView(bridge.customer, itemId)).level).toBe(4)
    await moveItem(bridge.partner, mirrorId, 'closed')
    await bridge.world.settle()
    expect((await change('3')).returned?.['error']).toBe('Обращение № 1 уже закрыто.')
  })

  it('«Записать звонок» is a contact from its start when an authorised person was reached', async () => {
    const { itemId, mirrorId } = await openTicket()
    bridge.world.clock.advance(hourMs)
    const on = onTicket('partner', mirrorId)
    const call = {
      engineer: `user_${String(engineer)}`,
      person: 'анна  лебедева',
      minutesAgo: '10',
      summary: 'Договорились о доступе.',
    }
    const before = bridge.world.clock.now()
    expect((await run('partner', 'sla_log_call', { properties: call, on })).returned).toEqual({
      number: '1',
      error: '',
    })
    const { stoppedAt } = (await clock('reaction', itemId)) ?? {}
    expect(Math.abs((stoppedAt ?? 0) - (before - 10 * 60_000))).toBeLessThan(5000)
    expect((await commentTexts(bridge.customer, itemId)).at(-1)).toMatch(
      /Иван Петров \(звонок\)[\s\S]*Договорились о доступе/,
    )
  })

  it('«Записать звонок» to nobody is an attempt, and a stranger’s name is refused', async () => {
    const { itemId, mirrorId } = await openTicket()
    const on = onTicket('partner', mirrorId)
    const engineerOnly = { engineer: `user_${String(engineer)}`, minutesAgo: '0' }
    await run('partner', 'sla_log_call', { properties: engineerOnly, on })
    expect((await clock('reaction', itemId))?.stoppedAt).toBeUndefined()
    const { returned } = await run('partner', 'sla_log_call', {
      properties: { ...engineerOnly, person: 'Вахтёр' },
      on,
    })
    expect(returned?.['error']).toBe(
      '«Вахтёр» нет среди уполномоченных лиц: Анна Лебедева, Олег Громов.',
    )
  })

  it('a robot without a ticket says so, and one that does not prove its portal gets nothing', async () => {
    await openTicket()
    const properties = { text: 'Здравствуйте' }
    const lost = await run('partner', 'sla_answer_customer', { properties, on: [2, 1] })
    expect(lost.returned?.['error']).toContain('Не указано обращение')
    const response = await fetch(`${bridge.world.appUrl}/bitrix/robots`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        event_token: 'made-up',
        code: 'sla_answer_customer',
        'document_id[0]': 'crm',
        'document_id[1]': 'CCrmDocumentDeal',
        'document_id[2]': 'DEAL_1',
        'properties[text]': 'Переведите деньги',
        'properties[ticket]': '1',
        'auth[member_id]': bridge.world.partner.memberId,
        'auth[application_token]': 'guessed',
      }),
    })
    expect(response.status).toBe(403)
    await bridge.world.settle()
    const [ticket] = await ticketsOf(bridge.customer)
    expect((await commentTexts(bridge.customer, ticket?.itemId ?? 0)).join()).not.toContain(
      'деньги',
    )
  })
})
