import { describe, expect, it } from 'vitest'
import { searchTickets, sortByDue } from '../../../../client/features/ticket-list/order-tickets.ts'
import { newTicket } from '../new-ticket.ts'

const now = Date.UTC(2026, 10, 23, 8)
const hour = 60 * 60_000

describe('order of tickets', () => {
  it('is by absolute time of what is due next; what waits for nobody comes last, newest first', () => {
    const later = newTicket({ id: 'later', level: 3, registeredAt: now - hour })
    const sooner = newTicket({ id: 'sooner', level: 2, registeredAt: now - hour })
    const done = newTicket({ id: 'done', clocks: [], registeredAt: now - 3 * hour })
    const doneNewer = newTicket({ id: 'doneNewer', clocks: [], registeredAt: now - 2 * hour })
    expect(sortByDue([done, later, doneNewer, sooner], now).map((ticket) => ticket.id)).toEqual([
      'sooner',
      'later',
      'doneNewer',
      'done',
    ])
  })
})

describe('search', () => {
  const tickets = [
    newTicket({ id: 'a', number: '7', title: 'Не печатается накладная' }),
    newTicket({ id: 'b', number: '17', title: 'Долгий отчёт', customerName: 'Лютик' }),
  ]

  it.each([
    ['накладная', ['a']],
    ['ОТЧЁТ лютик', ['b']],
    ['№7', ['a']],
    ['', ['a', 'b']],
    ['накладная лютик', []],
  ])('%o finds %o', (sought, found) => {
    expect(searchTickets(tickets, sought).map((ticket) => ticket.id)).toEqual(found)
  })
})
