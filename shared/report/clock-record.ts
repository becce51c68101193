import { type Month, monthAt } from '../billing/months.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import { type ClockName, type SlaClock, usedMs } from '../sla/clock.ts'
import type { Side } from '../sla/history.ts'
import { contractZone } from '../sla/holds-from.ts'
import type { Level } from '../sla/level.ts'
import type { TicketClocks } from '../sla/ticket-clocks.ts'
import type { Instant } from '../time.ts'
import { type Settlement, settlementOf } from './settlement.ts'

/** What reports count of one clock. It says at any instant the same as the clock itself. */
export type ClockRecord = {
  name: ClockName
  owedBy: Side
  level: Level
  startedAt: Instant
  /** How it comes out and when; null: only an act can settle it. */
  settlement: Settlement | null
  /** To which it belongs: the one in which it is settled, in the zone of the ticket's calendar. */
  month: Month | null
  /** Open time used until its end, in whole minutes begun; null as long as it goes on. */
  usedMinutes: number | null
  /** The record counts after the first instant and up to the second («ifSilent»). */
  holdsAfter: Instant | null
  holdsUntil: Instant | null
}

/**
 * Every clock of a ticket as reports count it: those in force now, and those that will be in force
 * if the customer stays silent. A ticket that waits for the partner's decision has none: nothing is
 * enforced before it is accepted. Pure; independent of the present.
 *
 * @param calendar the one that the clocks were computed with
 */
export function clockRecordsOf(ticket: TicketClocks, calendar: BusinessCalendar): ClockRecord[] {
  const { ifSilent } = ticket
  const recordsOf = ({ clocks, isEnforced }: TicketClocks, holds: Holds) =>
    isEnforced ? clocks.map((clock) => ({ ...recordOf(clock, calendar), ...holds })) : []
  if (!ifSilent) return recordsOf(ticket, { holdsAfter: null, holdsUntil: null })
  return [
    ...recordsOf(ticket, { holdsAfter: null, holdsUntil: ifSilent.at }),
    ...recordsOf(ifSilent.then, { holdsAfter: ifSilent.at, holdsUntil: null }),
  ]
}

type Holds = Pick<ClockRecord, 'holdsAfter' | 'holdsUntil'>

function recordOf(clock: SlaClock, calendar: BusinessCalendar): Omit<ClockRecord, keyof Holds> {
  const { name, owedBy, level, startedAt, stoppedAt } = clock
  const settlement = settlementOf(clock)
  return {
    ...{ name, owedBy, level, startedAt, settlement },
    month: settlement && monthAt(contractZone(calendar), settlement.at),
    usedMinutes:
      stoppedAt === undefined || clock.notNeeded
        ? null
        : minutesBegun(usedMs(clock, calendar, stoppedAt)),
  }
}

/** A reaction after 59 min 10 s took no longer than 60 minutes. */
export const minutesBegun = (ms: number): number => Math.max(0, Math.ceil(ms / 60_000))

/** Whether a record is the one that counts at an instant. */
export const holdsAt = (
  { holdsAfter, holdsUntil }: Pick<ClockRecord, 'holdsAfter' | 'holdsUntil'>,
  now: Instant,
): boolean =>
  (holdsAfter === null || now > holdsAfter) && (holdsUntil === null || now <= holdsUntil)
