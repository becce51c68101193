import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Fact } from '../sla/history.ts'
import type { TicketClocks } from '../sla/ticket-clocks.ts'

/** A ticket as reports need it: what the engine says of it, and what that rests on. */
export type ReportTicket = {
  id: string
  number: number
  title: string
  clocks: TicketClocks
  history: readonly Fact[]
  /** The one that the clocks were computed with, and how its version is called. */
  calendar: BusinessCalendar
  calendarVersion: string | null
}
