import type { Month } from './months.ts'
import { nothing } from './split-work.ts'
import { type Stated, type StatedMonth, unstated } from './stated.ts'
import type { StatementTicket, StatementWork } from './statement.ts'
import { ticketMonths, type TicketMonth } from './ticket-months.ts'

/** A ticket's month as it is now, and as other statements have it. */
export type PendingLine = {
  ticket: StatementTicket
  month: Month
  now: TicketMonth<StatementWork>
  before: StatedMonth
}

/** All months in which a ticket has work, or had when it was stated. */
export function pendingLines(ticket: StatementTicket, zone: string, stated: Stated): PendingLine[] {
  const months = ticketMonths(ticket.terms, zone, ticket)
  const known = stated.get(ticket.id)
  return [...new Set([...months.keys(), ...(known?.keys() ?? [])])].map((month) => ({
    ticket,
    month,
    now: months.get(month) ?? { month, worked: nothing, added: nothing, shares: [] },
    before: known?.get(month) ?? unstated,
  }))
}
