import { clockRecordsOf } from '../../shared/report/clock-record.ts'
import { ticketRecordOf } from '../../shared/report/ticket-record.ts'
import type { Fact } from '../../shared/sla/history.ts'
import { takerOf } from '../../shared/ticket/taker.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { ReportRows } from '../db/report-rows-store.ts'
import type { Ticket } from '../db/tickets-store.ts'

/**
 * What reports count of a ticket. The engineer is whoever has it: he answers for its promises, even
 * where somebody else wrote the answer, and facts name people, not users.
 */
export const reportRowsOf = (
  { clocks, sides }: Ticket,
  history: readonly Fact[],
  { calendar }: Pick<Terms, 'calendar'>,
): ReportRows => ({
  ticket: ticketRecordOf(clocks, history, calendar),
  engineerId: takerOf(sides.partner.seen),
  clocks: clockRecordsOf(clocks, calendar),
})
