import type { OnCallSettings } from '../../shared/api/on-call.ts'
import { businessTimeOf } from '../../shared/calendar/business-time.ts'
import { CalendarError } from '../../shared/calendar/calendar-error.ts'
import type { BusinessCalendar } from '../../shared/calendar/schema.ts'
import { onDutyAt } from '../../shared/on-call/duty.ts'
import type { Recipient } from '../../shared/sla/policy.ts'
import type { Instant } from '../../shared/time.ts'
import { takerOf } from '../../shared/ticket/taker.ts'
import type { Ticket } from '../db/tickets-store.ts'

type Around = {
  settings: OnCallSettings
  calendar: BusinessCalendar
  /** Portal users (managers-of.ts). */
  managerIds: readonly number[]
  now: Instant
}

/**
 * Who is meant, as portal users. The engineer is whoever the ticket is assigned to; of one that nobody
 * has taken, and of level 1 out of hours, it is the person on duty, and in a gap of the rota the
 * managers. Pure.
 */
export function recipientIds(
  ticket: Pick<Ticket, 'level' | 'sides'>,
  to: readonly Recipient[],
  around: Around,
): number[] {
  const ids = to.flatMap((recipient) => {
    const one = recipient === 'dutyManager' ? null : engineerId(ticket, around)
    return one ?? around.managerIds
  })
  return [...new Set(ids)]
}

function engineerId(
  { level, sides }: Pick<Ticket, 'level' | 'sides'>,
  { settings, calendar, now }: Around,
): number | null {
  const assigneeId = takerOf(sides.partner.seen)
  const onDutyId = onDutyAt(settings, now)?.id ?? null
  const isForDuty = level === 1 && !isWorkingTime(calendar, now)
  return isForDuty ? (onDutyId ?? assigneeId) : (assigneeId ?? onDutyId)
}

/** Of a year without production calendar nobody knows whether people are at work. */
function isWorkingTime(calendar: BusinessCalendar, now: Instant): boolean {
  try {
    return businessTimeOf(calendar).isOpen(now)
  } catch (error) {
    if (error instanceof CalendarError) return false
    throw error
  }
}
