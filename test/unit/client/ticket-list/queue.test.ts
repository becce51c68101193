// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PortalRefusal } from '../../../../client/bitrix/portal-refusal.ts'
import type { Frame } from '../../../../client/bitrix/frame.ts'
import TicketList from '../../../../client/features/ticket-list/TicketList.vue'
import type { Place } from '../../../../shared/ticket/place.ts'
import { byTest, fakeServer, mountPage, newSession, noTickets, seen } from '../mount-page.ts'
import { newTicket } from '../new-ticket.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const tickets = [
  newTicket({ id: 'a', number: '1', title: 'Касса', itemId: 5 }),
  newTicket({ id: 'b', number: '2', title: 'Отчёт', itemId: 6 }),
]
const answers = {
  'GET /api/tickets?view=open&sort=due': () => ({
    tickets,
    next: null,
    counts: { ...noTickets, open: 1000, all: 1000 },
  }),
  'GET /api/tickets/filters': () => ({
    contracts: [{ id: 'c1', customerName: 'Ромашка' }],
    people: [{ id: 9, name: 'Иван Петров' }],
  }),
  'GET /api/tickets?view=open&sort=due&contract=c1': () => ({
    tickets: [tickets[1]],
    next: null,
    counts: { ...noTickets, open: 2, all: 2 },
  }),
  'POST /api/tickets/hint': () => ({}),
}

function open(frame: Partial<Frame> = {}) {
  const asked = fakeServer(answers)
  const place = { entityTypeId: 177 } as Place
  const session = newSession({ role: 'partner', stage: 'ready', place })
  return { asked, page: mountPage(TicketList, { session, frame }).page }
}
const press = (code: string, shiftKey = false) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { code, shiftKey, bubbles: true }))

describe('the engineers’ queue', () => {
  it('figures beyond what is counted say so', async () => {
    const { page } = open()
    await seen(page, 'view-reaction')
    expect(byTest(page, 'view-open').text()).toContain('999+')
  })

  it('gives the chosen tickets to somebody; what is refused is named and stays chosen', async () => {
    const calls: unknown[] = []
    const { page } = open({
      call: (_method, params) => {
        calls.push(params)
        if ((params as { id: number }).id === 6)
          return Promise.reject(new PortalRefusal('ACCESS_DENIED', 'Access denied'))
        return Promise.resolve({ item: {} })
      },
    })
    await seen(page, 'ticket-choose')
    for (const box of page.findAll('[data-test="ticket-choose"]')) await box.trigger('change')
    await seen(page, 'assign-bar')
    await vi.waitFor(() => {
      expect(byTest(page, 'assign-to').text()).toContain('Иван Петров')
    })
    await page.find('[data-test="assign-to"] option[value="9"]').setValue()
    await byTest(page, 'assign').trigger('click')
    await seen(page, 'assign-failures')
    expect(calls).toMatchObject([
      { id: 5, fields: { assignedById: 9 } },
      { id: 6, fields: { assignedById: 9 } },
    ])
    expect(byTest(page, 'assign-failures').text()).toContain('№ 2: портал отказал. Access denied')
    expect(byTest(page, 'assign-bar').text()).toContain('Выбрано 1 обращение')
  })

  it('is walked through by keys', async () => {
    const { page } = open()
    await seen(page, 'queue-contract')
    press('KeyJ')
    press('ArrowDown')
    const rows = page.findAll('[data-test="ticket-row"]')
    expect(document.activeElement).toBe(rows[1]?.element)
    press('KeyX')
    await vi.waitFor(() => {
      expect(byTest(page, 'assign-bar').text()).toContain('Выбрано 1 обращение')
    })
    press('KeyK')
    expect(document.activeElement).toBe(rows[0]?.element)
    press('Slash', true)
    await seen(page, 'keys')
    press('Slash')
    expect(document.activeElement?.getAttribute('type')).toBe('search')
  })

  it('what is chosen is given up with the view that showed it', async () => {
    const { page } = open()
    await seen(page, 'ticket-choose')
    await byTest(page, 'ticket-choose').trigger('change')
    await seen(page, 'assign-bar')
    await vi.waitFor(() => {
      expect(byTest(page, 'queue-contract').text()).toContain('Ромашка')
    })
    await byTest(page, 'queue-contract').setValue('c1')
    expect(byTest(page, 'assign-bar').exists()).toBe(false)
  })

  it('an own view is kept at the portal and brings its filters back', async () => {
    const kept = new Map<string, string>()
    const frame: Partial<Frame> = {
      kept: (name) => kept.get(name) ?? '',
      keep: (name, value) => void kept.set(name, value),
    }
    const { page } = open(frame)
    await seen(page, 'queue-contract')
    await vi.waitFor(() => {
      expect(byTest(page, 'queue-contract').text()).toContain('Ромашка')
    })
    await byTest(page, 'queue-contract').setValue('c1')
    await byTest(page, 'saved-view-new').trigger('click')
    await page.find('[data-test="saved-views"] input').setValue('Ромашка, всё')
    await page.find('[data-test="saved-views"] form').trigger('submit')
    await byTest(page, 'queue-contract').setValue('')
    expect(kept.get('sla_saved_views')).toContain('"contract":"c1"')

    const again = open(frame)
    await seen(again.page, 'saved-view')
    await byTest(again.page, 'saved-view').trigger('click')
    await vi.waitFor(() => {
      expect(again.page.findAll('[data-test="ticket-row"]')).toHaveLength(1)
    })
  })
})
