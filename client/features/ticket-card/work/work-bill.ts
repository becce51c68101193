import type { WorkLog } from '../../../../shared/api/work-log.ts'
import { billTicket, type TicketBill } from '../../../../shared/billing/bill-ticket.ts'
import type { ByClass, WorkEntry } from '../../../../shared/billing/split-work.ts'
import { agreedTerms } from '../../../../shared/billing/tariff.ts'
import type { BusinessCalendar } from '../../../../shared/calendar/schema.ts'

/** The ticket's minutes as they are billed; work that was withdrawn does not count. */
export function billOf(
  { entries, minimumMinutes }: Pick<WorkLog, 'entries' | 'minimumMinutes'>,
  calendar: BusinessCalendar,
): TicketBill<WorkLog['entries'][number]> {
  const tariff = { ...agreedTerms, minimumMinutes, hourKopecks: 0 }
  return billTicket(
    { calendar, tariff },
    entries.filter((entry) => entry.withdrawn === null),
  )
}

/** The minutes of one entry, before any minimum. */
export function minutesOfOne(work: WorkEntry, calendar: BusinessCalendar): ByClass {
  const tariff = { ...agreedTerms, minimumMinutes: 0, hourKopecks: 0 }
  return billTicket({ calendar, tariff }, [work]).total
}
