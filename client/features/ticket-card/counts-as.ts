import type { TicketView } from '../../../shared/api/tickets.ts'
import { clockState } from '../../../shared/sla/clock-state.ts'
import type { Instant } from '../../../shared/time.ts'

/** What sending a public message will count as; said before it is sent. */
export type CountsAs = 'reaction' | 'statusUpdate' | 'nothing'

export function countsAs(ticket: TicketView, now: Instant): CountsAs {
  const waits = (name: string) =>
    ticket.clocks.some(
      (clock) =>
        clock.name === name &&
        clock.stoppedAt === undefined &&
        clockState(clock, now) !== 'notNeeded',
    )
  if (waits('reaction')) return 'reaction'
  return waits('statusUpdate') ? 'statusUpdate' : 'nothing'
}
