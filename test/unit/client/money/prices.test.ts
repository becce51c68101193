// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import BasketPage from '../../../../client/features/basket/BasketPage.vue'
import FilingNote from '../../../../client/features/new-ticket/FilingNote.vue'
import WorkLog from '../../../../client/features/ticket-card/work/WorkLog.vue'
import { agreedTerms, type Tariff } from '../../../../shared/billing/tariff.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { byTest, fakeServer, mountPage, newSession, seen, serverNow } from '../mount-page.ts'
import { newContract } from '../new-contract.ts'

/** 3 600 ₽ an hour and 22 % on top: 20 minutes cost 1 464 ₽. */
const tariff: Tariff = {
  ...agreedTerms,
  hourKopecks: 360_000,
  vat: { kind: 'onTop', percent: 22 },
}
const session = newSession({ role: 'customer', stage: 'ready' })
const plain = (text: string) => text.replace(/\s/gu, ' ')

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('what a ticket costs, before it is filed', () => {
  const noteAt = (now: number, props: object = {}) =>
    mountPage(FilingNote, {
      session,
      props: {
        contract: newContract({ tariff }),
        ...{ level: 3, category: null, prepaid: null, now, ...props },
      },
    }).page

  it('by day the minimum, at night also what it costs to wait', () => {
    const night = Date.UTC(2026, 10, 23, 20)
    expect(plain(byTest(noteAt(serverNow), 'new-price').text())).toContain('1 464,00 ₽')
    expect(plain(byTest(noteAt(night), 'new-price').text())).toMatch(
      /2 928,00 ₽, если начать сейчас, или 1 464,00 ₽, если подождать до вт, 24 ноября/,
    )
  })

  it('nothing is said as long as no price is agreed, and free is called free', () => {
    const open = noteAt(serverNow, { contract: newContract() })
    expect(byTest(open, 'new-price').exists()).toBe(false)
    const free = { levels: [3 as const], categories: [] }
    const note = noteAt(serverNow, { contract: newContract({ tariff: { ...tariff, free } }) })
    expect(byTest(note, 'new-price').text()).toContain('не оплачиваются')
  })

  it('prepaid hours that are left are named, also when they are gone', () => {
    expect(byTest(noteAt(serverNow, { prepaid: 57_000 }), 'new-prepaid').text()).toContain(
      '9 ч 30 мин',
    )
    expect(byTest(noteAt(serverNow, { prepaid: 0 }), 'new-prepaid').text()).toContain('закончились')
  })
})

it('the basket says what one ticket for all saves in money', async () => {
  const question = { author: 'Анна', askedAt: serverNow, mayChange: true }
  const questions = ['1', '2'].map((id) => ({ ...question, id, text: `Вопрос ${id}` }))
  fakeServer({ 'GET /api/basket': () => ({ questions, maySend: true, tariff }) })
  const { page } = mountPage(BasketPage, { session })
  await seen(page, 'basket-saving')
  expect(plain(byTest(page, 'basket-saving').text())).toContain('не меньше 1 464,00 ₽')
})

it.each([
  [false, '1 464,00 ₽'],
  [true, 'не оплачивается'],
])('the customer reads what a ticket has cost by now (free: %s)', async (isFree, text) => {
  const entry = {
    ...{ id: 'e1', engineer: 'Иван Петров', what: 'Драйвер', onlyOutOfHours: false },
    ...{ from: serverNow, to: serverNow + 420_000, enteredAt: serverNow, revision: 1 },
    ...{ questionIds: [], earlier: [], withdrawn: null, objection: null, isOwn: false },
  }
  const log = { entries: [entry], tariff, isFree, mayWrite: false, mayObject: true, timer: null }
  fakeServer({
    'GET /api/tickets/by-item/5/work': () => log,
    'GET /api/tickets/by-item/5/questions': () => ({ questions: [] }),
  })
  const props = { itemId: 5, calendar: defaultCalendar, now: serverNow }
  const { page } = mountPage(WorkLog, { session, props })
  await seen(page, 'work-cost')
  expect(plain(byTest(page, 'work-cost').text())).toContain(text)
})
