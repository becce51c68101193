// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import PartnerTickets from '../../../../client/features/home/PartnerTickets.vue'
import { defaultTariff } from '../../../../shared/billing/tariff.ts'
import { byTest, fakeServer, mountPage, newSession, noTickets, seen } from '../mount-page.ts'
import { newTicket, ticketView } from '../new-ticket.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the queue', () => {
  it('work is entered without opening the ticket’s card', async () => {
    const ticket = newTicket({ number: '7', title: 'Касса', itemId: 5 })
    fakeServer({
      'GET /api/tickets?view=open&sort=due': () => ({
        tickets: [ticket],
        next: null,
        counts: { ...noTickets, open: 1, all: 1 },
      }),
      'GET /api/tickets/filters': () => ({ contracts: [], people: [] }),
      'GET /api/tickets/by-item/5': () => ({ ticket: ticketView({ number: '7', title: 'Касса' }) }),
      'GET /api/tickets/by-item/5/questions': () => ({ questions: [] }),
      'GET /api/tickets/by-item/5/work': () => ({
        ...{ entries: [], tariff: defaultTariff, isFree: false },
        ...{ mayWrite: true, mayObject: false, timer: null },
      }),
    })
    const session = newSession({ role: 'partner', stage: 'ready' })
    const { page } = mountPage(PartnerTickets, { session })
    await seen(page, 'ticket-work-open')
    await byTest(page, 'ticket-work-open').trigger('click')
    await seen(page, 'work-add')
    expect(byTest(page, 'ticket-work').text()).toContain('Работа по обращению № 7: Касса')
    await byTest(page, 'ticket-work-close').trigger('click')
    expect(byTest(page, 'ticket-work').exists()).toBe(false)
  })
})
