import type { WeeklyCalendar } from './schema.ts'
import { civilDayOf, dateOf, dayMs, weekdayOf } from './civil-day.ts'
import { type MinuteWindow, minuteWindowOf } from './wall-clock.ts'
import { repeatedReadings } from './zone.ts'

/** An edge of a window at a time that the zone's clocks show twice on that date. */
export type RepeatedEdge = { on: string; time: string }

/**
 * Edges of windows and breaks that fall inside an hour shown twice when the clocks go back, within
 * the given years. The engine would take the first occurrence; the editor refuses such a calendar,
 * for people would not agree which one was meant.
 */
export function findRepeatedEdges(
  calendar: WeeklyCalendar,
  years: { from: number; to: number },
): RepeatedEdge[] {
  const found: RepeatedEdge[] = []
  for (let year = years.from; year <= years.to; year += 1)
    for (const reading of repeatedReadings(calendar.zone, year))
      found.push(...edgesInside(calendar, reading))
  return found
}

function edgesInside(
  calendar: WeeklyCalendar,
  reading: { from: number; to: number },
): RepeatedEdge[] {
  const day = Math.floor(reading.from / dayMs)
  const edges = [day - 1, day, day + 1].flatMap((start) =>
    windowsOn(calendar, start).flatMap((window) => [
      start * dayMs + window.start * 60_000,
      start * dayMs + window.end * 60_000,
    ]),
  )
  const isAmbiguous = (edge: number) => edge > reading.from && edge < reading.to
  return [...new Set(edges.filter(isAmbiguous))].map((edge) => ({
    on: dateOf(Math.floor(edge / dayMs)),
    time: new Date(edge).toISOString().slice(11, 16),
  }))
}

/** Every window of the week or of an exception that may start on a day, whatever goes before. */
function windowsOn(calendar: WeeklyCalendar, day: number): MinuteWindow[] {
  const ofExceptions = calendar.exceptions.flatMap((exception) =>
    exception.kind !== 'dayOff' && civilDayOf(exception.on) === day ? exception.windows : [],
  )
  return [...calendar.week[weekdayOf(day)], ...ofExceptions].map(minuteWindowOf)
}
