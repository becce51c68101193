import { businessTimeOf } from '../calendar/business-time.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Instant } from '../time.ts'
import { nightTimeOf } from './night-time.ts'
import type { NightHours } from './tariff.ts'

/** §7: inside the contract's hours, or outside them and therefore dearer; at night, where agreed. */
export const tariffClasses = ['single', 'double', 'night'] as const
export type TariffClass = (typeof tariffClasses)[number]

/** Amounts of one kind (milliseconds or minutes) by class. */
export type ByClass = Record<TariffClass, number>

export const nothing: ByClass = { single: 0, double: 0, night: 0 }

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
 * @param night hours of the tariff that have a price of their own; only closed time counts as such
 * @throws WorkError `endsBeforeStart`
 * @throws CalendarError `yearMissing`
 */
export function splitWork(
  calendar: BusinessCalendar,
  entry: WorkEntry,
  night: NightHours | null = null,
): ByClass {
  const { from, to } = entry
  if (!(to >= from)) throw new WorkError('Work ends before it starts')
  const { openMs, closedMs } = businessTimeOf(calendar).split(from, to)
  const nightMs = night && closedMs > 0 ? closedNightMs(calendar, entry, night) : 0
  const closed = { double: closedMs - nightMs, night: nightMs }
  return entry.onlyOutOfHours
    ? { ...closed, single: 0, double: openMs + closed.double }
    : { ...closed, single: openMs }
}

function closedNightMs(
  calendar: BusinessCalendar,
  { from, to }: WorkEntry,
  hours: NightHours,
): number {
  const night = nightTimeOf(calendar, hours)
  const openAtNight = businessTimeOf(calendar)
    .segmentsWithin(from, to)
    .reduce((sum, open) => sum + night.between(open.from, open.to), 0)
  return night.between(from, to) - openAtNight
}

/**
 * Whole minutes of an entry by class, rounded once: the total to the nearest minute (half up), the
 * single and the night part likewise, and the double part is the rest, so that the parts add up to
 * the total. Where rounding each up leaves too little, the night part gives way.
 */
export function minutesOf(ms: ByClass): ByClass {
  const total = Math.round((ms.single + ms.double + ms.night) / minuteMs)
  const single = Math.min(total, Math.round(ms.single / minuteMs))
  const night = Math.min(total - single, Math.round(ms.night / minuteMs))
  return { single, double: total - single - night, night }
}

/** The class of the last worked instant of an entry. */
export function lastClassOf(
  calendar: BusinessCalendar,
  entry: WorkEntry,
  night: NightHours | null = null,
): TariffClass {
  const last = entry.to - 1
  if (businessTimeOf(calendar).isOpen(last)) return entry.onlyOutOfHours ? 'double' : 'single'
  return night && nightTimeOf(calendar, night).isOpen(last) ? 'night' : 'double'
}

/** §8: amounts below the minimum are raised to it; what is missing takes the class worked last. */
export function raiseToMinimum(amounts: ByClass, minimum: number, lastClass: TariffClass): ByClass {
  const missing = Math.max(0, minimum - sumOfClasses(amounts))
  return { ...amounts, [lastClass]: amounts[lastClass] + missing }
}

export const sumOfClasses = ({ single, double, night }: ByClass): number => single + double + night

/** Class by class. */
export function addClasses(a: ByClass, b: ByClass): ByClass {
  return { single: a.single + b.single, double: a.double + b.double, night: a.night + b.night }
}

/** Class by class: `a` without `b`. */
export function subtractClasses(a: ByClass, b: ByClass): ByClass {
  return { single: a.single - b.single, double: a.double - b.double, night: a.night - b.night }
}
