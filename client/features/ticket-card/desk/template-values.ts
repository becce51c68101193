import type { TicketContext } from '../../../../shared/api/desk.ts'
import type { TicketView } from '../../../../shared/api/tickets.ts'
import type { ClockName } from '../../../../shared/sla/clock.ts'
import type { TemplateValues } from '../../../../shared/ticket/reply-template.ts'
import type { Instant } from '../../../../shared/time.ts'

type Words = { level: string; time: (instant: Instant) => string }
type People = { context: TicketContext | undefined; engineer: string }

/** What the variables of a template stand for in this ticket; '' for what it has not. */
export function templateValues(
  ticket: TicketView,
  { context, engineer }: People,
  { level, time }: Words,
): TemplateValues {
  const due = (name: ClockName) => {
    const clock = ticket.clocks.findLast((one) => one.name === name)
    const isOpen = clock && clock.stoppedAt === undefined && clock.dueAt !== null
    return isOpen ? time(clock.dueAt ?? 0) : ''
  }
  return {
    номер: ticket.number,
    тема: ticket.title,
    клиент: ticket.customerName,
    'контактное лицо': context?.contact.name ?? '',
    критичность: level,
    'реакция до': due('reaction'),
    'обновление до': due('statusUpdate'),
    исполнитель: engineer,
  }
}
