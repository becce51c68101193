// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { countsAs } from '../../../../client/features/ticket-card/counts-as.ts'
import { plainText } from '../../../../shared/mail-text/plain-text.ts'
import TicketCard from '../../../../client/features/ticket-card/TicketCard.vue'
import type { TicketView } from '../../../../shared/api/tickets.ts'
import type { Place } from '../../../../shared/ticket/place.ts'
import {
  byTest,
  fakeFrame,
  fakeServer,
  mountPage,
  newSession,
  seen,
  serverNow,
} from '../mount-page.ts'
import { newMessage, ticketView } from '../new-ticket.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const place = { entityTypeId: 1036, typeId: 3, categoryId: 1, fields: {}, options: {}, stages: {} }

/** The card of the ticket, and what the portal was called with. */
async function open(role: 'customer' | 'partner', ticket: TicketView | null) {
  fakeServer({
    'GET /api/tickets/by-item/5': () => ({ ticket }),
    'POST /api/tickets/hint': () => ({}),
  })
  const calls: unknown[] = []
  const call = (method: string, params?: Record<string, unknown>) => {
    calls.push([method, params])
    return Promise.resolve(1)
  }
  const { page } = mountPage(TicketCard, {
    props: { itemId: 5 },
    frame: fakeFrame({
      call,
      openItem: (...item) => Promise.resolve(void calls.push(['openItem', ...item])),
    }),
    session: newSession({ role, stage: 'ready', place: place as unknown as Place }),
  })
  await flushPromises()
  return { page, calls }
}

describe('the ticket’s card', () => {
  it('shows what we owe with its state, and what sending will count as', async () => {
    const { page } = await open('partner', ticketView())
    await seen(page, 'clock-reaction')
    // The page's clock takes the server's time over with its next tick.
    await vi.waitFor(
      () => {
        expect(byTest(page, 'clock-reaction').attributes('data-state')).toBe('running')
      },
      { timeout: 3000 },
    )
    expect(byTest(page, 'composer-counts-as').text()).toBe('Это засчитается как реакция.')
  })

  it('a reply to the customer is written with the public mark, in the person’s own name', async () => {
    const { page, calls } = await open('partner', ticketView())
    await seen(page, 'composer-text')
    await page.find('textarea').setValue('Проверяем.')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(calls).toEqual([
      [
        'crm.timeline.comment.add',
        { fields: { ENTITY_TYPE: 'dynamic_1036', ENTITY_ID: 5, COMMENT: '#клиенту Проверяем.' } },
      ],
    ])
  })

  it('a note stays without the mark', async () => {
    const { page, calls } = await open('partner', ticketView())
    await seen(page, 'composer-note')
    await byTest(page, 'composer-note').trigger('click')
    await page.find('textarea').setValue('Похоже на opcache.')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(JSON.stringify(calls)).toContain('"COMMENT":"Похоже на opcache."')
  })

  it('a file of a message leads to the card where the portal shows it', async () => {
    const message = newMessage({ fileNames: ['настройка.png'] })
    const { page, calls } = await open('customer', ticketView({ messages: [message] }))
    await byTest(page, 'message-file').trigger('click')
    expect(calls).toContainEqual(['openItem', 1036, 5])
  })

  it('a message tells in words by which way it came and whom it has reached', async () => {
    const reader = 'Анна Лебедева'
    const readers = [
      { channel: 'mail' as const, reader, state: 'reached' as const, at: serverNow },
      { channel: 'rescue' as const, reader, state: 'reached' as const, at: serverNow },
      { channel: 'mail' as const, reader: 'Громов', state: 'refused' as const, at: serverNow },
    ]
    const messages = [newMessage({ way: 'call', deliveredAt: null, readers })]
    const { page } = await open('partner', ticketView({ filedBy: 'rescue', messages }))
    expect(byTest(page, 'card-filed-by').text()).toBe('Ромашка · подано через резервную страницу')
    expect(byTest(page, 'message-way').text()).toBe('итог звонка')
    const list = byTest(page, 'message-readers')
    expect(list.get('summary').text()).toBe('Кому и когда доставлено')
    expect(list.findAll('li').map((one) => one.text())).toEqual([
      'В карточке другой стороны ещё не появилось',
      expect.stringMatching(/^Анна Лебедева: почтовый сервер принял письмо .*\d\d:\d\d/),
      expect.stringMatching(/^Анна Лебедева: показано на резервной странице .*\d\d:\d\d/),
      expect.stringMatching(/^Громов: почтовый сервер не принял письмо от .*\d\d:\d\d/),
    ])
  })

  it('an item that is no ticket says so', async () => {
    const { page } = await open('customer', null)
    await seen(page, 'empty')
    expect(page.text()).toContain('Обращение ещё не зарегистрировано')
  })
})

describe('what a public message counts as', () => {
  it('is the reaction, then the status update, then nothing', () => {
    const ticket = ticketView()
    expect(countsAs(ticket, serverNow)).toBe('reaction')
    const met = ticket.clocks.map((clock) => ({ ...clock, stoppedAt: serverNow }))
    const [reaction] = ticket.clocks
    if (!reaction) throw new Error('No clock')
    const update = { ...reaction, name: 'statusUpdate' as const }
    expect(countsAs({ ...ticket, clocks: [...met, update] }, serverNow)).toBe('statusUpdate')
    expect(countsAs({ ...ticket, clocks: met }, serverNow)).toBe('nothing')
  })
})

describe('a message without its BBCode', () => {
  it.each([
    ['[b]Важно[/b]: [i]да[/i]', 'Важно: да'],
    ['[url=https://a.example]сюда[/url]', 'сюда (https://a.example)'],
    ['[list][*]раз[*]два[/list]', '• раз• два'],
    ['массив[0] и [x]', 'массив[0] и [x]'],
  ])('%o reads %o', (bbcode, text) => {
    expect(plainText(bbcode)).toBe(text)
  })
})
