import { alwaysTime } from '../calendar/always-time.ts'
import { businessTimeOf } from '../calendar/business-time.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Instant } from '../time.ts'
import type { Level } from './level.ts'
import type { SlaPolicy } from './policy.ts'

/** What filing now means, by the same engine that will run the clocks. */
export type FilingPreview = {
  reactionDueAt: Instant
  /** Work now costs the double tariff (§7), at any level. */
  isOutOfHours: boolean
  /** When it no longer does. */
  opensAt: Instant
}

const minuteMs = 60_000

/** @throws CalendarError when the due needs a year without a production calendar */
export function previewFiling(
  { policy, calendar }: { policy: SlaPolicy; calendar: BusinessCalendar },
  level: Level,
  now: Instant,
): FilingPreview {
  const { reactionMinutes, window } = policy.levels[level]
  const hours = businessTimeOf(calendar)
  const counted = window === 'always' ? alwaysTime : hours
  return {
    reactionDueAt: counted.add(now, reactionMinutes * minuteMs),
    isOutOfHours: !hours.isOpen(now),
    opensAt: hours.nextOpen(now),
  }
}
