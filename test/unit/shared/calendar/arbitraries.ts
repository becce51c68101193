import fc from 'fast-check'
import {
  businessCalendarSchema,
  type CalendarWindow,
  type WeeklyCalendar,
} from '../../../../shared/calendar/schema.ts'
import { hour } from './moscow.ts'

const two = (value: number) => String(value).padStart(2, '0')
const timeOf = (quarters: number) => `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`

/** Windows of one day between the given quarters of an hour, apart from each other. */
const windows = (from: number, to: number): fc.Arbitrary<CalendarWindow[]> =>
  fc
    .uniqueArray(fc.integer({ min: from, max: to }), { minLength: 0, maxLength: 6 })
    .map((edges) => edges.sort((a, b) => a - b))
    .map((edges) =>
      Array.from({ length: Math.floor(edges.length / 2) }, (_, index): CalendarWindow => {
        const [start, end] = [edges[2 * index]!, edges[2 * index + 1]!]
        return [timeOf(start), timeOf(end)]
      }),
    )

const zones = [
  'Europe/Moscow',
  'Asia/Vladivostok',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
]

/** Calendars that the door lets in; `fromQuarter` keeps edges away from changes of the clocks. */
export const calendars = (fromQuarter = 0): fc.Arbitrary<WeeklyCalendar> => {
  const day = windows(fromQuarter, 96)
  const on = fc
    .integer({ min: 0, max: 500 })
    .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10))
  const exception = fc.oneof(
    fc.record({ kind: fc.constant('dayOff' as const), on }),
    fc.record({ kind: fc.constant('hours' as const), on, windows: day }),
    fc.record({ kind: fc.constant('break' as const), on, windows: day }),
  )
  return fc
    .record({
      kind: fc.constant('business' as const),
      zone: fc.constantFrom(...zones),
      week: fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
      followProduction: fc.boolean(),
      preHoliday: fc.constantFrom('shorten' as const, 'ignore' as const),
      allowProvisional: fc.constant(true),
      exceptions: fc.array(exception, { maxLength: 8 }),
    })
    .filter((calendar) => businessCalendarSchema.safeParse(calendar).success)
}

/** Instants of 2026 and early 2027, to the second. */
export const instants = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2027, 3, 1) / 1000 })
  .map((seconds) => seconds * 1000)

/** Up to 200 hours of open time, to the millisecond. */
export const amounts = fc.integer({ min: 1, max: 200 * hour })
