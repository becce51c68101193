/** An open stretch of a civil day, in minutes since its midnight; `end` > 1440 runs into the next. */
export type MinuteWindow = { start: number; end: number }

/** '09:00' → 540; '24:00' → 1440. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** An end at or before the start lies in the next civil day: 22:00–06:00, 00:00–00:00. */
export function minuteWindowOf([from, to]: readonly [string, string]): MinuteWindow {
  const start = minutesOf(from)
  const end = minutesOf(to)
  return { start, end: end > start ? end : end + 1440 }
}

/** The first window that begins before an earlier one ends, if there is one. */
export function findOverlap(windows: readonly MinuteWindow[]): MinuteWindow | undefined {
  const sorted = windows.toSorted((a, b) => a.start - b.start)
  return sorted.find((window, index) => window.start < (sorted[index - 1]?.end ?? 0))
}
