// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DefineComponent } from 'vue'
import type { Frame } from '../../../../client/bitrix/frame.ts'
import CallForm from '../../../../client/features/ticket-card/desk/CallForm.vue'
import FactHistory from '../../../../client/features/ticket-card/desk/FactHistory.vue'
import MessageComposer from '../../../../client/features/ticket-card/MessageComposer.vue'
import ScopeNotice from '../../../../client/features/ticket-card/desk/ScopeNotice.vue'
import { stepsOf } from '../../../../client/features/ticket-card/ticket-steps.ts'
import type { TicketView } from '../../../../shared/api/tickets.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { callMeaning } from '../../../../shared/sla/call-meaning.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import type { Stage } from '../../../../shared/ticket/stages.ts'
import { newTicket } from '../new-ticket.ts'
import { byTest, fakeServer, mountPage, seen, serverNow } from '../mount-page.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const minuteMs = 60_000
const calendar = defaultCalendar
const registered: Fact = {
  ...{ id: 'registered', kind: 'registered', level: 1, consents: true, channel: 'portal' },
  ...{ at: serverNow - 40 * minuteMs, recordedAt: serverNow },
}
const attempt = (minutesAgo: number): Fact & { kind: 'call' } => ({
  ...{ id: `call ${String(minutesAgo)}`, kind: 'call', reached: false, hasPublicSummary: false },
  ...{ at: serverNow - minutesAgo * minuteMs, recordedAt: serverNow, author: 'Иван' },
  enteredAt: serverNow - minutesAgo * minuteMs,
})
const anna = {
  ...{ id: 'p1', name: 'Анна Лебедева', position: '', phone: '+7 495 000-00-07' },
  isContact: true,
}

describe('a call in the card', () => {
  async function open(history: Fact[], frame: Partial<Frame> = {}) {
    const asked = fakeServer({
      'GET /api/tickets/by-item/5/calls': () => ({
        ...{ persons: [anna], policy: defaultPolicy, history },
      }),
      'POST /api/tickets/by-item/5/calls': () => ({
        meaning: callMeaning({ policy: defaultPolicy, calendar }, history, attempt(0)),
      }),
    })
    const { page } = mountPage(CallForm, { props: { itemId: 5, calendar, now: serverNow }, frame })
    await seen(page, 'call-means')
    return { page, asked }
  }

  it('is foretold: the second attempt in vain after 20 minutes breaks §4.1, and the answer says so too', async () => {
    const { page, asked } = await open([registered, attempt(20)])
    await byTest(page, 'call-missed').trigger('click')
    const words =
      /2-я попытка без ответа, через 20 мин: условие § 4, п. 1 нарушено, критичность становится 2/
    expect(byTest(page, 'call-means').text()).toMatch(words)
    await byTest(page, 'call-form').trigger('submit')
    await seen(page, 'call-outcome')
    expect(byTest(page, 'call-outcome').text()).toMatch(words)
    expect(asked.find(({ request }) => request.startsWith('POST'))?.body).toMatchObject({
      personId: 'p1',
      isReached: false,
    })
  })

  it('is foretold: too early it counts not before its time; reached it is the reaction', async () => {
    const { page } = await open([registered, attempt(5)])
    await byTest(page, 'call-missed').trigger('click')
    expect(byTest(page, 'call-means').text()).toContain('не ранее пн, 23 ноября, 10:05 МСК')
    await byTest(page, 'call-reached').trigger('click')
    expect(byTest(page, 'call-means').text()).toContain('Это реакция, в срок')
  })

  it('begins with a dial: by the computer’s telephone, or by the portal’s, which never answers', async () => {
    const dialled: string[] = []
    const { page } = await open([registered], { phoneTo: (phone) => dialled.push(phone) })
    expect(byTest(page, 'dial').attributes('href')).toBe('tel:+74950000007')
    await byTest(page, 'dial-portal').trigger('click')
    expect(dialled).toEqual(['+7 495 000-00-07'])
    expect(byTest(page, 'call-means').exists()).toBe(true)
  })
})

const scoped = (objection: { at: number; by: string; reason: string } | null) => {
  const outOfScope = { since: serverNow, reason: 'Разработка', objection }
  return { outOfScope, stage: 'new', level: 2, calendar } as unknown as TicketView
}

describe('out of scope', () => {
  const open = (role: 'customer' | 'partner', ticket: TicketView) =>
    mountPage(ScopeNotice, { props: { ticket, itemId: 5, role } }).page

  it('the customer objects with a reason', async () => {
    const asked = fakeServer({ 'POST /api/tickets/by-item/5/objection': () => ({}) })
    const page = open('customer', scoped(null))
    await byTest(page, 'scope-object').trigger('click')
    expect(byTest(page, 'decision-take').attributes('disabled')).toBeDefined()
    await byTest(page, 'decision-reason').setValue('Отчёт штатный')
    await byTest(page, 'decision-form').trigger('submit')
    await flushPromises()
    expect(asked).toMatchObject([{ body: { reason: 'Отчёт штатный' } }])
  })

  it('only the partner answers, and only an objection', async () => {
    const objection = { at: serverNow, by: 'Анна', reason: 'Отчёт штатный' }
    expect(byTest(open('partner', scoped(null)), 'scope-uphold').exists()).toBe(false)
    expect(byTest(open('customer', scoped(objection)), 'scope-uphold').exists()).toBe(false)
    const asked = fakeServer({ 'POST /api/tickets/by-item/5/objection/answer': () => ({}) })
    const page = open('partner', scoped(objection))
    expect(byTest(page, 'scope-objection').text()).toBe('Возражение, Анна: Отчёт штатный')
    await byTest(page, 'scope-decline').trigger('click')
    await byTest(page, 'decision-reason').setValue('Отчёт ваш')
    await byTest(page, 'decision-form').trigger('submit')
    await flushPromises()
    expect(asked).toMatchObject([{ body: { isUpheld: false, reason: 'Отчёт ваш' } }])
  })
})

it.each([
  ['decision', ['accept', 'refuse']],
  ['new', ['propose']],
  ['waiting', ['propose']],
  ['proposed', []],
  ['closed', []],
] satisfies [Stage, string[]][])('of a ticket in «%s» the partner may %j', (stage, steps) => {
  expect(stepsOf({ stage } as TicketView, 'partner', serverNow)).toEqual(steps)
})

it('the history of facts is asked for when it is opened, with record and hash', async () => {
  const page1 = { facts: [{ seq: 1, fact: registered, hash: 'a'.repeat(64) }], next: null }
  const asked = fakeServer({
    'GET /api/tickets/by-item/5/facts': () => ({ ...page1, kinds: ['registered'], total: 1 }),
  })
  const { page } = mountPage(FactHistory, { props: { itemId: 5, calendar } })
  expect(asked).toEqual([])
  await byTest(page, 'facts-open').trigger('click')
  await seen(page, 'fact')
  expect(byTest(page, 'fact').text()).toMatch(
    /1\. Зарегистрировано[\s\S]*Запись: registered · aaaaaaaaaaaa$/,
  )
})

it('a template is shown filled in, unknown variables are named, and it is inserted; N begins a note', async () => {
  fakeServer({
    'GET /api/tickets/by-item/5/templates': () => ({
      templates: [{ id: 't1', isPersonal: true, title: 'Приняли', text: '№ {номер}: {номерр}' }],
      mayShare: false,
    }),
  })
  const ticket = { ...newTicket(), outOfScope: null, calendar, publicMark: '#клиенту' }
  const props = { ticket, itemId: 5, role: 'partner', now: serverNow }
  const { page } = mountPage(MessageComposer, { props })
  document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyN' }))
  await flushPromises()
  expect(byTest(page, 'composer-note').attributes('aria-pressed')).toBe('true')
  await byTest(page, 'templates-open').trigger('click')
  await seen(page, 'template-choice')
  page.getComponent<DefineComponent>({ name: 'Select' }).vm.$emit('update:modelValue', 't1')
  await flushPromises()
  expect(byTest(page, 'template-preview').text()).toBe(`№ ${ticket.number}: {номерр}`)
  expect(byTest(page, 'template-unknown').text()).toContain('{номерр}')
  await byTest(page, 'template-insert').trigger('click')
  await flushPromises()
  const { element } = page.find('textarea')
  expect(element.value).toBe(`№ ${ticket.number}: {номерр}`)
})
