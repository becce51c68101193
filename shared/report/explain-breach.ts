import { type SlaClock } from '../sla/clock.ts'
import { type ExplainedPart, explain } from '../sla/explain.ts'
import type { Instant } from '../time.ts'
import type { ReportBreach } from './monthly-report-shape.ts'
import type { ReportTicket } from './report-ticket.ts'
import { settlementOf } from './settlement.ts'

/**
 * A breach with its «почему», up to its end or the present. Pure.
 *
 * @throws RangeError for a clock that is not breached
 * @throws CalendarError `yearMissing`
 */
export function explainBreach(ticket: ReportTicket, clock: SlaClock, now: Instant): ReportBreach {
  const settlement = settlementOf(clock)
  if (settlement?.outcome !== 'breached') throw new RangeError('The clock is not breached')
  const { calendar, calendarVersion } = ticket
  const said = explain(clock, calendar, {
    now,
    ...(calendarVersion !== null && { calendarVersion }),
  })
  return {
    ...{ ticketId: ticket.id, number: ticket.number, title: ticket.title },
    ...{ clock: clock.name, owedBy: clock.owedBy, level: clock.level },
    ...{ startedAt: clock.startedAt, dueAt: clock.dueAt, breachedAt: settlement.at },
    endedAt: clock.stoppedAt ?? clock.violatedAt ?? null,
    targetMs: clock.targetMs,
    usedMs: said.usedMs,
    calendarVersion: said.calendarVersion,
    // Of a duty that counts attempts, time says nothing.
    why: clock.attempts ? [] : said.parts.map(plainPart),
  }
}

const plainPart = (part: ExplainedPart): ReportBreach['why'][number] => ({
  ...{ kind: part.kind, from: part.from, to: part.to },
  ...{ countedMs: part.countedMs, sumMs: part.sumMs },
  reason: 'reason' in part ? part.reason : null,
  name: ('name' in part && part.name) || null,
  movedFrom: ('movedFrom' in part && part.movedFrom) || null,
})
