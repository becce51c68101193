import { type CivilDay, civilDayOf, dateOf, isWeekend, weekdayOf, yearOf } from './civil-day.ts'
import { type ProductionYear, productionYearOf } from './production-year.ts'
import type { CalendarException, WeeklyCalendar } from './schema.ts'
import { type DayName, statutoryNameOf } from './statutory-holidays.ts'
import { type MinuteWindow, minuteWindowOf } from './wall-clock.ts'

/** Why a day has the windows that it has. */
export type DayCause =
  'week' | 'holiday' | 'movedDayOff' | 'workingWeekend' | 'shortened' | 'dayOff' | 'otherHours'

/** What starts on one civil day: its windows before breaks, and the reason. */
export type DayPlan = {
  windows: readonly MinuteWindow[]
  cause: DayCause
  /** Of a public holiday; of an exception, when the contract names it. */
  name?: DayName
  /** The day from which a day off was moved here, 'YYYY-MM-DD'. */
  movedFrom?: string
}

/** @throws CalendarError `yearMissing` where the production calendar is followed and has no data */
export type DayPlanner = (day: CivilDay) => DayPlan

type Production = {
  holidays: ReadonlySet<string>
  shortened: ReadonlySet<string>
  movedTo: ReadonlyMap<string, string>
  /** A working weekend day → the working day that is off in its place. */
  replaces: ReadonlyMap<string, string>
  workingWeekends: ReadonlySet<string>
}

/** Reads one civil day after the other: exceptions first, then the production calendar, the week. */
export function createDayPlanner(calendar: WeeklyCalendar): DayPlanner {
  const exceptions = exceptionsByDate(calendar.exceptions)
  const { allowProvisional } = calendar
  return (day) =>
    exceptions.get(dateOf(day)) ??
    (calendar.followProduction
      ? planByProduction(calendar, indexedYear(yearOf(day), allowProvisional), day)
      : { windows: windowsOf(calendar, day), cause: 'week' })
}

function exceptionsByDate(exceptions: readonly CalendarException[]): Map<string, DayPlan> {
  const plans = new Map<string, DayPlan>()
  for (const exception of exceptions) {
    if (exception.kind === 'break') continue
    if (plans.get(exception.on)?.cause === 'dayOff') continue
    const name = exception.name === undefined ? {} : { name: sameInAll(exception.name) }
    plans.set(
      exception.on,
      exception.kind === 'dayOff'
        ? { windows: [], cause: 'dayOff', ...name }
        : { windows: sorted(exception.windows.map(minuteWindowOf)), cause: 'otherHours', ...name },
    )
  }
  return plans
}

const sameInAll = (name: string): DayName => ({ ru: name, en: name })

/** Every calendar that follows the production calendar shares these. */
const indexedYears = new Map<ProductionYear, Production>()

function indexedYear(number: number, allowProvisional: boolean): Production {
  const year = productionYearOf(number, allowProvisional)
  const known = indexedYears.get(year)
  if (known) return known
  const production = indexYear(year)
  indexedYears.set(year, production)
  return production
}

function indexYear(year: ProductionYear): Production {
  return {
    holidays: new Set(year.holidays),
    shortened: new Set(year.shortened),
    movedTo: new Map(year.transfers.map(({ from, to }) => [to, from])),
    replaces: new Map(year.transfers.map(({ from, to }) => [from, to])),
    workingWeekends: new Set(year.workingWeekends),
  }
}

function planByProduction(calendar: WeeklyCalendar, year: Production, day: CivilDay): DayPlan {
  const date = dateOf(day)
  if (year.holidays.has(date)) return dayOffPlan(year, date)
  const isMovedWork = year.workingWeekends.has(date)
  const windows = isMovedWork ? replacedWindows(calendar, year, day) : windowsOf(calendar, day)
  if (calendar.preHoliday === 'shorten' && year.shortened.has(date) && windows.length > 0)
    return { windows: shorten(windows), cause: 'shortened' }
  return { windows, cause: isMovedWork ? 'workingWeekend' : 'week' }
}

function dayOffPlan(year: Production, date: string): DayPlan {
  const name = statutoryNameOf(date)
  if (name) return { windows: [], cause: 'holiday', name }
  const movedFrom = year.movedTo.get(date) ?? weekendHolidayBefore(date)
  return { windows: [], cause: 'movedDayOff', ...(movedFrom !== undefined && { movedFrom }) }
}

/** By art. 112 a holiday that meets a weekend gives its day off to the next working day. */
function weekendHolidayBefore(date: string): string | undefined {
  const day = civilDayOf(date)
  const before = [1, 2, 3].map((count) => day - count)
  const holiday = before.find((earlier) => isWeekend(earlier) && statutoryNameOf(dateOf(earlier)))
  return holiday === undefined ? undefined : dateOf(holiday)
}

/** A working Saturday has the hours of the day that it replaces, or its own if that has none. */
function replacedWindows(calendar: WeeklyCalendar, year: Production, day: CivilDay) {
  const replaced = year.replaces.get(dateOf(day))
  const windows = replaced === undefined ? [] : windowsOf(calendar, civilDayOf(replaced))
  return windows.length > 0 ? windows : windowsOf(calendar, day)
}

function windowsOf(calendar: WeeklyCalendar, day: CivilDay): MinuteWindow[] {
  return sorted(calendar.week[weekdayOf(day)].map(minuteWindowOf))
}

const sorted = (windows: MinuteWindow[]) => windows.sort((a, b) => a.start - b.start)

/** Takes the last hour of open time off a day. */
function shorten(windows: readonly MinuteWindow[]): MinuteWindow[] {
  const shortened: MinuteWindow[] = []
  let excess = 60
  for (const { start, end } of windows.toReversed()) {
    const cut = Math.min(excess, end - start)
    excess -= cut
    if (end - cut > start) shortened.unshift({ start, end: end - cut })
  }
  return shortened
}
