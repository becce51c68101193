import { defaultCalendar } from '../../../shared/calendar/schema.ts'
import type { TicketRow } from '../../../shared/api/ticket-row.ts'
import type { Message, TicketView } from '../../../shared/api/tickets.ts'
import { computeClocks } from '../../../shared/sla/clocks.ts'
import { defaultPolicy } from '../../../shared/sla/policy.ts'
import { serverNow } from './mount-page.ts'

/** A ticket that was registered and not answered yet. */
export function newTicket(change: Partial<TicketRow> = {}): TicketRow {
  const registeredAt = change.registeredAt ?? serverNow
  const level = change.level ?? 2
  const { clocks } = computeClocks(defaultPolicy, defaultCalendar, [
    {
      kind: 'registered',
      id: 'item',
      at: registeredAt,
      recordedAt: registeredAt,
      level,
      consents: false,
      channel: 'portal',
    },
  ])
  return {
    id: 't1',
    number: '1',
    title: 'Не открывается карточка сделки',
    level,
    stage: 'new',
    customerName: 'Ромашка',
    registeredAt,
    itemId: 5,
    clocks,
    workingLeftMs: null,
    assignee: null,
    ...change,
  }
}

/** A ticket as its card shows it. */
export const ticketView = (change: Partial<TicketView> = {}): TicketView => ({
  ...newTicket(),
  messages: [],
  description: '',
  filedBy: 'portal',
  decisionReason: null,
  outOfScope: null,
  waitingSince: null,
  levelChanges: [],
  confirmedAt: null,
  reopenUntil: null,
  termsVersion: 1,
  publicMark: '#клиенту',
  calendar: defaultCalendar,
  ...change,
})

/** A message of the partner that has just arrived. */
export const newMessage = (change: Partial<Message> = {}): Message => ({
  id: 'm1',
  by: 'partner',
  author: 'Павел',
  text: 'Снимок настройки',
  asks: false,
  at: serverNow,
  way: 'portal',
  deliveredAt: serverNow,
  readers: [],
  fileNames: [],
  ...change,
})
