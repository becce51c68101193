// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Frame } from '../../../../client/bitrix/frame.ts'
import TicketList from '../../../../client/features/ticket-list/TicketList.vue'
import type { TicketList as List } from '../../../../shared/api/ticket-list.ts'
import {
  byTest,
  fakeServer,
  mountPage,
  newSession,
  noTickets,
  Refusal,
  seen,
} from '../mount-page.ts'
import { newTicket } from '../new-ticket.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const counts = { ...noTickets, open: 2, overdue: 1, all: 2 }
const first = newTicket({ id: 'a', number: '1', title: 'Касса', itemId: 5 })
const second = newTicket({ id: 'b', number: '2', title: 'Отчёт', itemId: 6 })
const page = (over: Partial<List> = {}): List => ({
  tickets: [first, second],
  next: null,
  counts,
  ...over,
})
const start = 'GET /api/tickets?view=open&sort=due'

function open(answers: Parameters<typeof fakeServer>[0], frame: Partial<Frame> = {}) {
  fakeServer(answers)
  const session = newSession({ role: 'customer', stage: 'ready' })
  const { page: list } = mountPage(TicketList, { session, frame, props: { isInPlace: true } })
  const titles = () => list.findAll('[data-test="ticket-row"]').map((row) => row.text())
  return { list, titles }
}

describe('the list of tickets', () => {
  it('says of each ticket who owes what next, in words', async () => {
    const { list, titles } = open({ [start]: () => page() })
    await seen(list, 'ticket-row')
    expect(titles()[0]).toContain('№ 1 · Касса')
    expect(titles()[0]).toContain('Исполнитель обязан · Реакция: до ')
    expect(byTest(list, 'view-overdue').text()).toContain('1')
  })

  it('filters are kept at the portal for the person and are there again', async () => {
    const kept = new Map<string, string>()
    const frame: Partial<Frame> = {
      kept: (name) => kept.get(name) ?? '',
      keep: (name, value) => void kept.set(name, value),
    }
    const overdue = 'GET /api/tickets?view=overdue&sort=due'
    const { list } = open({ [start]: () => page(), [overdue]: () => page() }, frame)
    await seen(list, 'view-overdue')
    await byTest(list, 'view-overdue').trigger('click')
    await vi.waitFor(() => {
      expect([...kept.values()].join('')).toContain('"view":"overdue"')
    })
    const again = open({ [overdue]: () => page() }, frame)
    await seen(again.list, 'ticket-row')
    expect(byTest(again.list, 'view-overdue').attributes('aria-pressed')).toBe('true')
  })

  it('rows stay under the pointer when the order changes, and move when asked', async () => {
    let now = page()
    const { list, titles } = open({ [start]: () => now })
    await seen(list, 'ticket-row')
    const pointer = Object.assign(new Event('pointerenter'), { pointerType: 'mouse' })
    byTest(list, 'ticket-list').element.dispatchEvent(pointer)
    now = page({ tickets: [{ ...second, stage: 'inWork' }, first] })
    await vi.waitFor(
      () => {
        expect(byTest(list, 'list-news').exists()).toBe(true)
      },
      { timeout: 8_000 },
    )
    expect(titles()[0]).toContain('Касса')
    expect(titles()[1]).toContain('В работе')
    await byTest(list, 'list-news').trigger('click')
    expect(titles()[0]).toContain('Отчёт')
  })

  it('goes on page by page, and back', async () => {
    const { list, titles } = open({
      [start]: () => page({ tickets: [first], next: '17:a' }),
      [`${start}&after=17%3Aa`]: () => page({ tickets: [second] }),
    })
    await seen(list, 'page-later')
    await byTest(list, 'page-later').trigger('click')
    await vi.waitFor(() => {
      expect(titles()[0]).toContain('Отчёт')
    })
    expect(byTest(list, 'page-range').text()).toBe('51–51')
    await byTest(list, 'page-earlier').trigger('click')
    await vi.waitFor(() => {
      expect(titles()[0]).toContain('Касса')
    })
  })

  it('when nothing is found, then it says so and the filters can be cleared', async () => {
    const { list } = open({
      [start]: () => page(),
      [`${start}&search=%D1%8F`]: () => page({ tickets: [] }),
    })
    await seen(list, 'ticket-row')
    await list.find('input[type="search"]').setValue('я')
    await seen(list, 'filters-reset')
    expect(list.text()).toContain('По этому отбору ничего не найдено.')
    await byTest(list, 'filters-reset').trigger('click')
    await seen(list, 'ticket-row')
  })

  it('when there is none at all, or no answer, then it says what to do', async () => {
    const empty = open({ [start]: () => page({ tickets: [], counts: noTickets }) })
    await seen(empty.list, 'empty')
    expect(empty.list.text()).toContain('Обращений пока нет')
    const failed = open({ [start]: () => new Refusal('internal') })
    await seen(failed.list, 'error-notice')
  })

  it('a ticket is opened by its item', async () => {
    const { list } = open({ [start]: () => page() })
    await seen(list, 'ticket-row')
    await byTest(list, 'ticket-row').trigger('click')
    expect(list.findComponent(TicketList).emitted('open')).toEqual([[5]])
  })
})
