import { z } from 'zod'
import { weekdays } from './civil-day.ts'
import { findOverlap, minuteWindowOf } from './wall-clock.ts'
import { isKnownZone } from './zone.ts'

const opening = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time')
const closing = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'time')

/**
 * An open stretch ['09:00', '18:00'] in the calendar's zone. An end at or before the start lies in
 * the next civil day; the whole window belongs to the day on which it starts.
 */
export const windowSchema = z.tuple([opening, closing])
export type CalendarWindow = z.infer<typeof windowSchema>

const windowsSchema = z
  .array(windowSchema)
  .max(24)
  .refine((windows) => !findOverlap(windows.map(minuteWindowOf)), 'overlappingWindows')

const weekSchema = z
  .object({
    mon: windowsSchema,
    tue: windowsSchema,
    wed: windowsSchema,
    thu: windowsSchema,
    fri: windowsSchema,
    sat: windowsSchema,
    sun: windowsSchema,
  })
  .refine((week) => weekdays.some((day) => week[day].length > 0), 'noOpenTime')
  .refine((week) => !overlapsAcrossMidnight(week), 'overlappingWindows')

const named = { on: z.iso.date('date'), name: z.string().max(200).optional() }

/** What the contract says about single dates. It goes before the production calendar. */
const exceptionSchema = z.discriminatedUnion('kind', [
  /** Closed: no window starts on this date. Goes before `hours` and `break`. */
  z.object({ ...named, kind: z.literal('dayOff') }),
  /** These windows instead of the usual ones: other hours, or an extra working day. */
  z.object({ ...named, kind: z.literal('hours'), windows: windowsSchema }),
  /** Cut out of whatever is open between these times of this date. */
  z.object({ ...named, kind: z.literal('break'), windows: windowsSchema }),
])
export type CalendarException = z.infer<typeof exceptionSchema>

const businessSchema = z.object({
  kind: z.literal('business'),
  /** IANA name; every wall-clock time of the calendar is meant in it. */
  zone: z.string().refine(isKnownZone, 'unknownZone'),
  week: weekSchema,
  /** Holidays, moved days and working Saturdays of the Russian production calendar. */
  followProduction: z.boolean(),
  /** Whether a day before a holiday ends an hour earlier, as the production calendar has it. */
  preHoliday: z.enum(['shorten', 'ignore']),
  /** Reckon a year without data by art. 112 of the Labour Code alone, marked provisional. */
  allowProvisional: z.boolean().default(false),
  exceptions: z.array(exceptionSchema).max(2000).default([]),
})

/** Round the clock; knows no holidays. */
const alwaysSchema = z.object({ kind: z.literal('always') })

/** Which time counts as open, one version of it (see `versions.ts`). */
export const businessCalendarSchema = z.discriminatedUnion('kind', [alwaysSchema, businessSchema])
export type BusinessCalendar = z.infer<typeof businessCalendarSchema>
export type WeeklyCalendar = z.infer<typeof businessSchema>

/** A version's calendar where a contract names none: Moscow office hours, production calendar. */
export const defaultCalendar: WeeklyCalendar = {
  kind: 'business',
  zone: 'Europe/Moscow',
  week: {
    mon: [['09:00', '18:00']],
    tue: [['09:00', '18:00']],
    wed: [['09:00', '18:00']],
    thu: [['09:00', '18:00']],
    fri: [['09:00', '18:00']],
    sat: [],
    sun: [],
  },
  followProduction: true,
  preHoliday: 'shorten',
  allowProvisional: false,
  exceptions: [],
}

/** Whether a window that runs past midnight meets one of the next day. */
function overlapsAcrossMidnight(week: Record<(typeof weekdays)[number], CalendarWindow[]>) {
  return weekdays.some((day, index) => {
    const nextDay = weekdays[(index + 1) % 7] ?? 'sun'
    const tails = week[day].map((window) => minuteWindowOf(window).end - 1440)
    const firstStart = Math.min(...week[nextDay].map((window) => minuteWindowOf(window).start))
    return tails.some((tail) => tail > firstStart)
  })
}
