import type { WorkLog } from '../../../../shared/api/work-log.ts'
import { billTicket, type TicketBill } from '../../../../shared/billing/bill-ticket.ts'
import type { BusinessCalendar } from '../../../../shared/calendar/schema.ts'

/** The ticket's work as it is billed; what was withdrawn does not count. */
export function billOf(
  { entries, tariff }: Pick<WorkLog, 'entries' | 'tariff'>,
  calendar: BusinessCalendar,
): TicketBill<WorkLog['entries'][number]> {
  return billTicket(
    { calendar, tariff },
    entries.filter((entry) => entry.withdrawn === null),
  )
}
