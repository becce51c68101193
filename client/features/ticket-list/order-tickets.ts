import type { TicketRow } from '../../../shared/api/tickets.ts'
import type { Instant } from '../../../shared/time.ts'
import { nextClock } from '../../ui/clock-reading.ts'

/** By absolute time of what is due next; then those that wait for nobody, newest first. */
export function sortByDue(tickets: readonly TicketRow[], now: Instant): TicketRow[] {
  const due = new Map(tickets.map((ticket) => [ticket, dueOf(ticket, now)]))
  return tickets.toSorted((a, b) => {
    const [first, second] = [due.get(a) ?? Infinity, due.get(b) ?? Infinity]
    return first === second ? b.registeredAt - a.registeredAt : first - second
  })
}

const dueOf = (ticket: TicketRow, now: Instant) => nextClock(ticket.clocks, now)?.dueAt ?? Infinity

/** Every word must occur in number, title or customer, in any letter case. */
export function searchTickets(tickets: readonly TicketRow[], sought: string): TicketRow[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  return tickets.filter((ticket) => {
    const text = `№${ticket.number} ${ticket.title} ${ticket.customerName}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
