import { IANAZone } from 'luxon'
import type { Instant } from '../time.ts'
import { type CivilDay, dayMs, yearOf } from './civil-day.ts'

/** A stretch of time in which the zone's offset from UTC does not change. */
type OffsetSpan = { from: Instant; until: Instant; offsetMs: number }

const spansByZoneAndYear = new Map<string, readonly OffsetSpan[]>()

/** Only known ones are kept, so that strangers' words do not pile up. */
const knownZones = new Set<string>()

/** Whether the time zone database of this runtime knows the IANA name. */
export function isKnownZone(zone: string): boolean {
  if (knownZones.has(zone)) return true
  const isKnown = IANAZone.isValidZone(zone)
  if (isKnown) knownZones.add(zone)
  return isKnown
}

/**
 * The instant at which clocks in a zone show a given local time.
 *
 * A time skipped by a change of the clocks moves forward by the length of the gap; of a time shown
 * twice it is the first occurrence.
 *
 * @param localMs the wall-clock reading as if it were UTC, in milliseconds
 */
export function instantOfLocal(zone: string, localMs: number): Instant {
  const spans = offsetSpans(zone, new Date(localMs).getUTCFullYear())
  let offsetBefore = spans[0]?.offsetMs ?? 0
  for (const { from, until, offsetMs } of spans) {
    const instant = localMs - offsetMs
    // Before the span although not in the one before it: the clocks jumped over this reading.
    if (instant < from) return localMs - offsetBefore
    if (instant < until) return instant
    offsetBefore = offsetMs
  }
  return localMs - offsetBefore
}

/** The civil date that a zone has at an instant. */
export function civilDayAt(zone: string, at: Instant): CivilDay {
  return Math.floor((at + offsetAt(zone, at)) / dayMs)
}

/** Milliseconds to add to UTC for the local time, at an instant. */
export function offsetAt(zone: string, at: Instant): number {
  const spans = offsetSpans(zone, new Date(at).getUTCFullYear())
  return spans.find((span) => at < span.until)?.offsetMs ?? 0
}

/** Local readings that the zone shows twice within a civil year, as [from, to) like `localMs`. */
export function repeatedReadings(zone: string, year: number): { from: number; to: number }[] {
  const spans = offsetSpans(zone, year)
  return spans.flatMap((span, index) => {
    const next = spans[index + 1]
    if (!next || next.offsetMs >= span.offsetMs) return []
    const from = next.from + next.offsetMs
    const to = next.from + span.offsetMs
    return yearOf(Math.floor(from / dayMs)) === year ? [{ from, to }] : []
  })
}

/** Offsets over a UTC year with two days on either side, so that every local time of it is inside. */
function offsetSpans(zone: string, year: number): readonly OffsetSpan[] {
  const key = `${zone} ${year}`
  const known = spansByZoneAndYear.get(key)
  if (known) return known
  const spans = findOffsetSpans(zone, Date.UTC(year, 0, -1), Date.UTC(year + 1, 0, 3))
  spansByZoneAndYear.set(key, spans)
  return spans
}

/** Looks once a day, for some zones changed their clocks twice within a month (Morocco, Egypt). */
function findOffsetSpans(zone: string, from: Instant, until: Instant): OffsetSpan[] {
  const ianaZone = IANAZone.create(zone)
  const offsetOf = (at: Instant) => Math.round(ianaZone.offset(at) * 60_000)
  const spans: OffsetSpan[] = []
  let spanFrom = from
  let offsetMs = offsetOf(from)
  for (let day = from + dayMs; day <= until; day += dayMs) {
    const offsetThen = offsetOf(day)
    if (offsetThen === offsetMs) continue
    const changeAt = findChange(day - dayMs, day, (at) => offsetOf(at) !== offsetMs)
    spans.push({ from: spanFrom, until: changeAt, offsetMs })
    spanFrom = changeAt
    offsetMs = offsetThen
  }
  spans.push({ from: spanFrom, until: Infinity, offsetMs })
  return spans
}

/** The first instant within (before, after] at which `hasChanged` holds. */
function findChange(before: Instant, after: Instant, hasChanged: (at: Instant) => boolean) {
  let low = before
  let high = after
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (hasChanged(middle)) high = middle
    else low = middle
  }
  return high
}
