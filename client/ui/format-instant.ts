import type { BusinessCalendar } from '../../shared/calendar/schema.ts'

export {
  formatDay,
  formatDuration,
  formatInstant,
  formatSpan,
  zoneLabel,
} from '../../shared/words/format-instant.ts'

/** The zone in which a contract's times are meant; the viewer's own where it names none. */
export function zoneOf(calendar: BusinessCalendar): string {
  return calendar.kind === 'business'
    ? calendar.zone
    : Intl.DateTimeFormat().resolvedOptions().timeZone
}
