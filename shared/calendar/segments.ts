import type { Instant } from '../time.ts'
import { civilDayOf, dayMs, firstDayOf } from './civil-day.ts'
import type { DayPlanner } from './day-plan.ts'
import type { WeeklyCalendar } from './schema.ts'
import { minuteWindowOf, type MinuteWindow } from './wall-clock.ts'
import { instantOfLocal } from './zone.ts'

/** A half-open stretch of time, [from, to). */
export type Segment = { from: Instant; to: Instant }

/** The breaks of a calendar's exceptions, in time order and merged. */
export function breakSegments(calendar: WeeklyCalendar): Segment[] {
  const breaks = calendar.exceptions.flatMap((exception) =>
    exception.kind === 'break'
      ? exception.windows.map((window) =>
          segmentOf(calendar.zone, civilDayOf(exception.on), minuteWindowOf(window)),
        )
      : [],
  )
  return mergeSegments(breaks)
}

/** Open segments of the windows that start in one civil year, in time order, without overlaps. */
export function segmentsOfYear(
  calendar: WeeklyCalendar,
  year: number,
  days: { planOf: DayPlanner; breaks: readonly Segment[] },
): Segment[] {
  const open: Segment[] = []
  for (let day = firstDayOf(year); day < firstDayOf(year + 1); day += 1)
    for (const window of days.planOf(day).windows) open.push(segmentOf(calendar.zone, day, window))
  return subtractSegments(mergeSegments(open), days.breaks)
}

/** Either end is mapped to UTC by itself, so a day of 23 or 25 hours keeps its wall-clock times. */
export function segmentOf(zone: string, day: number, { start, end }: MinuteWindow): Segment {
  const midnight = day * dayMs
  return {
    from: instantOfLocal(zone, midnight + start * 60_000),
    to: instantOfLocal(zone, midnight + end * 60_000),
  }
}

/** Time order; joins what touches or overlaps; drops what a change of the clocks made empty. */
export function mergeSegments(segments: readonly Segment[]): Segment[] {
  const merged: Segment[] = []
  const sorted = segments.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)
  for (const segment of sorted) {
    const last = merged.at(-1)
    if (last && segment.from <= last.to) last.to = Math.max(last.to, segment.to)
    else merged.push({ ...segment })
  }
  return merged
}

/** What is left of `segments` without `holes`; both in time order and without overlaps. */
export function subtractSegments(
  segments: readonly Segment[],
  holes: readonly Segment[],
): Segment[] {
  if (holes.length === 0) return [...segments]
  return segments.flatMap((segment) => {
    const left: Segment[] = []
    let { from } = segment
    for (const hole of holes) {
      if (hole.to <= from || hole.from >= segment.to) continue
      if (hole.from > from) left.push({ from, to: hole.from })
      from = hole.to
    }
    return from < segment.to ? [...left, { from, to: segment.to }] : left
  })
}
