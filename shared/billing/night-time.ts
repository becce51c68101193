import { type BusinessTime, businessTimeOf } from '../calendar/business-time.ts'
import type { BusinessCalendar, WeeklyCalendar } from '../calendar/schema.ts'
import type { NightHours } from './tariff.ts'

const calendars = new Map<string, WeeklyCalendar>()

/** The hours of every night, by the clocks of the contract; of one that never closes the zone is no matter. */
export function nightTimeOf(calendar: BusinessCalendar, { from, to }: NightHours): BusinessTime {
  const zone = calendar.kind === 'business' ? calendar.zone : 'UTC'
  const key = `${zone} ${from} ${to}`
  const night = calendars.get(key) ?? nightCalendar(zone, [from, to])
  calendars.set(key, night)
  return businessTimeOf(night)
}

function nightCalendar(zone: string, window: [string, string]): WeeklyCalendar {
  const every = [window]
  return {
    kind: 'business',
    zone,
    week: { mon: every, tue: every, wed: every, thu: every, fri: every, sat: every, sun: every },
    followProduction: false,
    preHoliday: 'ignore',
    allowProvisional: false,
    exceptions: [],
  }
}
