import { type Month, monthAt } from '../billing/months.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Fact } from '../sla/history.ts'
import { contractZone } from '../sla/holds-from.ts'
import type { Level } from '../sla/level.ts'
import type { TicketClocks } from '../sla/ticket-clocks.ts'
import { isOver, type Stage } from '../ticket/stages.ts'
import type { Instant } from '../time.ts'
import { hourOfWeek } from './hour-of-week.ts'

/** What reports count of a ticket besides its clocks. */
export type TicketRecord = {
  registeredAt: Instant
  /** Of the registration, in the zone of the ticket's calendar. */
  month: Month
  hour: number
  level: Level
  /** When it was closed or rejected; null while it is open. */
  overAt: Instant | null
}

/** Pure. @param calendar the one that the clocks were computed with */
export function ticketRecordOf(
  clocks: TicketClocks,
  history: readonly Fact[],
  calendar: BusinessCalendar,
): TicketRecord {
  const zone = contractZone(calendar)
  const { registeredAt, level } = clocks
  return {
    ...{ registeredAt, level },
    month: monthAt(zone, registeredAt),
    hour: hourOfWeek(zone, registeredAt),
    overAt: isOver(clocks.stage) ? (lastMove(clocks, history)?.at ?? registeredAt) : null,
  }
}

/** Open is what began before that instant and had not ended by then. */
export function isOpenAt(clocks: TicketClocks, history: readonly Fact[], at: Instant): boolean {
  if (clocks.registeredAt >= at) return false
  const move = lastMove(clocks, history, at)
  return !move || !isOver(move.stage)
}

/** The last move that counted, up to an instant. */
function lastMove(
  { refusedMoves }: TicketClocks,
  history: readonly Fact[],
  until: Instant = Infinity,
): { at: Instant; stage: Stage } | undefined {
  const refused = new Set(refusedMoves)
  return history
    .filter((fact) => fact.kind === 'stage')
    .filter(({ id, at }) => at <= until && !refused.has(id))
    .toSorted((a, b) => a.at - b.at)
    .at(-1)
}
