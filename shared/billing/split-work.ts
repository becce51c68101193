import { businessTimeOf } from '../calendar/business-time.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Instant } from '../time.ts'

/** §7: inside the contract's hours, or outside them and therefore dearer. */
export type TariffClass = 'single' | 'double'

/** Amounts of one kind (milliseconds or minutes) by class. */
export type ByClass = { single: number; double: number }

/** Work done at one stretch; of «so many minutes at a time», from that time on. */
export type WorkEntry = {
  from: Instant
  to: Instant
  /** §7, «возможно только в нерабочее время»: costs double whenever it is done. */
  onlyOutOfHours: boolean
}

const minuteMs = 60_000

/** Work that ends before it starts. */
export class WorkError extends Error {
  override readonly name = 'WorkError'
  readonly code = 'endsBeforeStart'
}

/**
 * The milliseconds of an entry by class.
 *
 * @throws WorkError `endsBeforeStart`
 * @throws CalendarError `yearMissing`
 */
export function splitWork(calendar: BusinessCalendar, entry: WorkEntry): ByClass {
  if (!(entry.to >= entry.from)) throw new WorkError('Work ends before it starts')
  const { openMs, closedMs } = businessTimeOf(calendar).split(entry.from, entry.to)
  if (entry.onlyOutOfHours) return { single: 0, double: openMs + closedMs }
  return { single: openMs, double: closedMs }
}

/**
 * Whole minutes of an entry by class, rounded once: the total to the nearest minute (half up), the
 * single part likewise, and the double part is the rest, so that the parts add up to the total.
 */
export function minutesOf(ms: ByClass): ByClass {
  const total = Math.round((ms.single + ms.double) / minuteMs)
  const single = Math.round(ms.single / minuteMs)
  return { single, double: total - single }
}

/** The class of the last worked instant of an entry. */
export function lastClassOf(calendar: BusinessCalendar, entry: WorkEntry): TariffClass {
  if (entry.onlyOutOfHours) return 'double'
  return businessTimeOf(calendar).isOpen(entry.to - 1) ? 'single' : 'double'
}

/** §8: amounts below the minimum are raised to it; what is missing takes the class worked last. */
export function raiseToMinimum(amounts: ByClass, minimum: number, lastClass: TariffClass): ByClass {
  const missing = Math.max(0, minimum - amounts.single - amounts.double)
  return { ...amounts, [lastClass]: amounts[lastClass] + missing }
}
