import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { buildMonthlyReport } from '../../../../shared/report/monthly-report.ts'
import type { ReportTicket } from '../../../../shared/report/report-ticket.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import { defaultPolicy, type SlaPolicy } from '../../../../shared/sla/policy.ts'
import { moscow } from '../calendar/moscow.ts'

/** A ticket under the default calendar with this history. */
export const ticketOf = (
  number: number,
  history: readonly Fact[],
  policy: SlaPolicy = defaultPolicy,
): ReportTicket => ({
  id: `ticket-${String(number)}`,
  number,
  title: `Обращение ${String(number)}`,
  clocks: computeClocks(policy, defaultCalendar, history),
  history,
  calendar: defaultCalendar,
  calendarVersion: '1',
})

export const reportOf = (month: string, now: string, tickets: readonly ReportTicket[]) =>
  buildMonthlyReport({
    contractId: 'contract',
    customerName: 'ООО «Ромашка»',
    month,
    zone: 'Europe/Moscow',
    now: moscow(now),
    tickets,
    work: null,
  })
