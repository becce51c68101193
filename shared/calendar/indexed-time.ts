import type { Instant } from '../time.ts'
import { firstYear, lastYear, requireAmount, requireInstant } from './amounts.ts'
import type { BusinessTime } from './business-time.ts'
import { CalendarError } from './calendar-error.ts'
import { civilDayAt, instantOfLocal } from './zone.ts'
import { dayMs, firstDayOf, yearOf } from './civil-day.ts'
import { createDayPlanner, type DayPlanner } from './day-plan.ts'
import { productionYearOf } from './production-year.ts'
import type { WeeklyCalendar } from './schema.ts'
import { breakSegments, type Segment, segmentsOfYear } from './segments.ts'
import { at, lowerBound, upperBound } from './ascending.ts'
import { minuteWindowOf } from './wall-clock.ts'

/** A calendar that stays shut for so long never opens. */
const patienceYears = 30

/**
 * Business time over an index of open segments: their starts, their ends, and how much open time
 * lies before each. The index covers whole civil years in one piece and grows by a year when needed.
 */
export class IndexedTime implements BusinessTime {
  readonly #calendar: WeeklyCalendar
  readonly #planOf: DayPlanner
  readonly #breaks: readonly Segment[]
  readonly #tailMs: number
  #starts = new Float64Array(0)
  #ends = new Float64Array(0)
  /** Open milliseconds before segment i; one longer than the others. */
  #before = new Float64Array(1)
  /** A segment near which the next question will probably lie. */
  #near = 0
  #coverFrom = Infinity
  #coverTo = -Infinity
  #fromYear = 0
  #toYear = -1

  constructor(calendar: WeeklyCalendar) {
    this.#calendar = calendar
    this.#planOf = createDayPlanner(calendar)
    this.#breaks = breakSegments(calendar)
    this.#tailMs = runsPastMidnight(calendar) ? dayMs : 0
  }

  add(start: Instant, ms: number): Instant {
    requireAmount(ms)
    // Open time never runs faster than time itself.
    requireInstant(start + ms)
    this.#cover(start)
    let index = this.#firstEndingAfter(start)
    for (let years = 0; index === this.#ends.length; index = this.#firstEndingAfter(start))
      this.#growForward((years += 1))
    const from = Math.max(start, at(this.#starts, index))
    if (ms === 0) return from
    let target = at(this.#before, index) + from - at(this.#starts, index) + ms
    for (let years = 0; target > at(this.#before, this.#ends.length);) {
      const total = at(this.#before, this.#ends.length)
      this.#growForward((years += 1))
      if (at(this.#before, this.#ends.length) > total) years = 0
    }
    index = this.#reaching(target, index)
    target -= at(this.#before, index)
    return at(this.#starts, index) + target
  }

  subtract(end: Instant, ms: number): Instant {
    requireAmount(ms)
    requireInstant(end - ms)
    this.#cover(end)
    let index = this.#lastStartingBefore(end)
    for (let years = 0; index < 0; index = this.#lastStartingBefore(end))
      this.#growBackward((years += 1))
    const to = Math.min(end, at(this.#ends, index))
    if (ms === 0) return to
    let target = this.#openBefore(to) - ms
    for (let years = 0; target < 0;) {
      const grown = this.#growBackward((years += 1))
      target += grown
      if (grown > 0) years = 0
    }
    index = upperBound(this.#before, target) - 1
    return at(this.#starts, index) + target - at(this.#before, index)
  }

  between(a: Instant, b: Instant): number {
    this.#coverRange(a, b)
    return a < b ? this.#openBefore(b) - this.#openBefore(a) : 0
  }

  split(a: Instant, b: Instant): { openMs: number; closedMs: number } {
    const openMs = this.between(a, b)
    return { openMs, closedMs: Math.max(0, b - a) - openMs }
  }

  isOpen(instant: Instant): boolean {
    this.#cover(instant)
    const index = this.#firstEndingAfter(instant)
    return index < this.#ends.length && at(this.#starts, index) <= instant
  }

  nextOpen(instant: Instant): Instant {
    return this.add(instant, 0)
  }

  periods(from: Instant, count: number): Segment[] {
    this.#cover(from)
    const first = () => this.#firstEndingAfter(from)
    for (let years = 1; years <= patienceYears && this.#toYear < lastYear; years += 1) {
      // The last segment may go on into the next year, so one more has to be known.
      if (this.#ends.length - first() > count) break
      this.#growForward(0)
    }
    const found: Segment[] = []
    for (let index = first(); index < this.#ends.length && found.length < count; index += 1)
      found.push({ from: Math.max(from, at(this.#starts, index)), to: at(this.#ends, index) })
    return found
  }

  periodsBefore(until: Instant, count: number): Segment[] {
    this.#cover(until)
    const last = () => this.#lastStartingBefore(until)
    for (let years = 1; years <= patienceYears && this.#fromYear > firstYear; years += 1) {
      if (last() >= count) break
      this.#growBackward(0)
    }
    const found: Segment[] = []
    for (let index = last(); index >= 0 && found.length < count; index -= 1)
      found.push({ from: at(this.#starts, index), to: Math.min(until, at(this.#ends, index)) })
    return found
  }

  segmentsWithin(a: Instant, b: Instant): Segment[] {
    this.#coverRange(a, b)
    const found: Segment[] = []
    for (let index = this.#firstEndingAfter(a); index < this.#ends.length; index += 1) {
      if (at(this.#starts, index) >= b) break
      const from = Math.max(a, at(this.#starts, index))
      found.push({ from, to: Math.min(b, at(this.#ends, index)) })
    }
    return found
  }

  isProvisional(a: Instant, b: Instant): boolean {
    const { zone, followProduction, allowProvisional } = this.#calendar
    if (!followProduction || !allowProvisional) return false
    const last = yearOf(civilDayAt(zone, b))
    for (let year = yearOf(civilDayAt(zone, a)); year <= last; year += 1)
      if (productionYearOf(year, true).isProvisional) return true
    return false
  }

  /** Makes the index hold every segment that decides whether this instant is open. */
  #cover(instant: Instant): void {
    if (instant >= this.#coverFrom && instant < this.#coverTo) return
    requireInstant(instant)
    if (this.#toYear < this.#fromYear) this.#start(yearOf(civilDayAt(this.#calendar.zone, instant)))
    while (instant >= this.#coverTo) this.#growForward(0)
    while (instant < this.#coverFrom) this.#growBackward(0)
  }

  /** The end of a range does not belong to it: that of a year needs no data of the next. */
  #coverRange(from: Instant, to: Instant): void {
    this.#cover(from)
    if (to > from) this.#cover(to - 1)
    else requireInstant(to)
  }

  #start(year: number): void {
    const segments = this.#segmentsOf(year)
    this.#fromYear = year
    this.#toYear = year
    this.#index(segments)
  }

  #growForward(emptyYears: number): void {
    this.#requirePatience(emptyYears)
    const segments = this.#segmentsOf(this.#toYear + 1)
    this.#toYear += 1
    this.#index([...this.#known(), ...segments])
  }

  /** @returns how much open time was added before what was known */
  #growBackward(emptyYears: number): number {
    this.#requirePatience(emptyYears)
    const total = at(this.#before, this.#ends.length)
    const segments = this.#segmentsOf(this.#fromYear - 1)
    this.#fromYear -= 1
    this.#index([...segments, ...this.#known()])
    return at(this.#before, this.#ends.length) - total
  }

  #requirePatience(emptyYears: number): void {
    if (emptyYears > patienceYears)
      throw new CalendarError('neverOpen', `No open time within ${patienceYears} years`)
  }

  #segmentsOf(year: number): Segment[] {
    if (year < firstYear - 1 || year > lastYear + 1)
      throw new CalendarError('outOfRange', `Business time reaches beyond ${firstYear}–${lastYear}`)
    return segmentsOfYear(this.#calendar, year, { planOf: this.#planOf, breaks: this.#breaks })
  }

  #known(): Segment[] {
    return Array.from(this.#starts, (from, index) => ({ from, to: at(this.#ends, index) }))
  }

  #index(segments: readonly Segment[]): void {
    const merged = joinTouching(segments)
    this.#near = 0
    this.#starts = Float64Array.from(merged, ({ from }) => from)
    this.#ends = Float64Array.from(merged, ({ to }) => to)
    this.#before = new Float64Array(merged.length + 1)
    merged.forEach(({ from, to }, index) => {
      this.#before[index + 1] = at(this.#before, index) + to - from
    })
    const { zone } = this.#calendar
    this.#coverFrom = instantOfLocal(zone, firstDayOf(this.#fromYear) * dayMs) + this.#tailMs
    this.#coverTo = instantOfLocal(zone, firstDayOf(this.#toYear + 1) * dayMs)
  }

  #openBefore(instant: Instant): number {
    const index = this.#firstEndingAfter(instant)
    if (index === this.#ends.length) return at(this.#before, index)
    return at(this.#before, index) + Math.max(0, instant - at(this.#starts, index))
  }

  /** Looks first where the last question was answered: those of one ticket lie close together. */
  #firstEndingAfter(instant: Instant): number {
    const ends = this.#ends
    let index = this.#near
    if (index > 0 && at(ends, index - 1) > instant) index = upperBound(ends, instant)
    else if (!(at(ends, index) > instant))
      index = at(ends, index + 1) > instant ? index + 1 : upperBound(ends, instant)
    if (index < ends.length) this.#near = index
    return index
  }

  #lastStartingBefore(instant: Instant): number {
    return lowerBound(this.#starts, instant) - 1
  }

  /** The segment in which the open time before reaches `target`, at or after `index`. */
  #reaching(target: number, index: number): number {
    for (let near = index; near < index + 8; near += 1)
      if (at(this.#before, near + 1) >= target) return near
    return lowerBound(this.#before, target) - 1
  }
}

function joinTouching(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    if (last && segment.from <= last.to) last.to = Math.max(last.to, segment.to)
    else joined.push({ ...segment })
  }
  return joined
}

function runsPastMidnight({ week, exceptions }: WeeklyCalendar): boolean {
  const windows = [
    ...Object.values(week).flat(),
    ...exceptions.flatMap((exception) => (exception.kind === 'hours' ? exception.windows : [])),
  ]
  return windows.some((window) => minuteWindowOf(window).end > 1440)
}
