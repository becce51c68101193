import type { Instant } from '../time.ts'
import { alwaysTime } from './always-time.ts'
import { canonicalKeyOf } from './calendar-key.ts'
import type { BusinessCalendar } from './schema.ts'
import { IndexedTime } from './indexed-time.ts'
import type { Segment } from './segments.ts'

/**
 * Arithmetic in open time. Instants are epoch milliseconds, durations milliseconds of open time,
 * ranges half-open [a, b). Segments end where the calendar closes.
 *
 * Each method throws CalendarError: `yearMissing` when it needs a year without production calendar,
 * `neverOpen` when no open time is found within thirty years, `outOfRange` outside 1971–2199,
 * `badAmount` for a duration that is negative or no number.
 */
export type BusinessTime = {
  /**
   * The first instant at which `ms` of open time have passed since `start`. Used up exactly at
   * closing time, that is the closing instant. Of 0 it is the first open instant from `start` on.
   */
  add(start: Instant, ms: number): Instant
  /** The mirror of `add`: the last instant from which `ms` of open time pass until `end`. */
  subtract(end: Instant, ms: number): Instant
  /** Open time within [a, b); 0 unless a < b. */
  between(a: Instant, b: Instant): number
  /** Open and closed time within [a, b); the two add up to b − a. */
  split(a: Instant, b: Instant): { openMs: number; closedMs: number }
  isOpen(at: Instant): boolean
  /** The first open instant from `at` on; `at` itself when open. */
  nextOpen(at: Instant): Instant
  /** The next open segments from an instant on, the first one clipped; fewer if it never opens. */
  periods(from: Instant, count: number): Segment[]
  /** The last open segments before an instant, newest first, the first one clipped. */
  periodsBefore(until: Instant, count: number): Segment[]
  /** Open segments within [a, b), clipped at both ends. */
  segmentsWithin(a: Instant, b: Instant): Segment[]
  /** Whether [a, b] touches a year that is reckoned without its decree. */
  isProvisional(a: Instant, b: Instant): boolean
}

/** Indexes kept at once; beyond that the ones unused for longest go. */
const keptIndexes = 2000

const byObject = new WeakMap<BusinessCalendar, BusinessTime>()
const byContent = new Map<string, BusinessTime>()

/**
 * The arithmetic of a calendar. Its index is built year by year as needed, shared by calendars of
 * equal content and remembered; the calendar must not be changed afterwards.
 */
export function businessTimeOf(calendar: BusinessCalendar): BusinessTime {
  if (calendar.kind === 'always') return alwaysTime
  const known = byObject.get(calendar)
  if (known) return known
  const key = canonicalKeyOf(calendar)
  const time = byContent.get(key) ?? new IndexedTime(calendar)
  byContent.delete(key)
  byContent.set(key, time)
  for (const [oldest] of byContent) {
    if (byContent.size <= keptIndexes) break
    byContent.delete(oldest)
  }
  byObject.set(calendar, time)
  return time
}
