import { isDeepStrictEqual } from 'node:util'
import { lastClassOf, raiseToMinimum, splitWork } from '../../shared/billing/split-work.ts'
import { businessTimeOf, type BusinessTime } from '../../shared/calendar/business-time.ts'
import { CalendarError } from '../../shared/calendar/calendar-error.ts'
import { addWithPauses, betweenWithPauses } from '../../shared/calendar/pauses.ts'
import type { WeeklyCalendar } from '../../shared/calendar/schema.ts'
import { mergeSegments } from '../../shared/calendar/segments.ts'
import { instantOfLocal } from '../../shared/calendar/zone.ts'
import { type OfferedVector, type VectorCalendar, vectorFileSchema } from './vector-file.ts'

type Calendars = (name: string | null) => WeeklyCalendar

/** Runs a file of vectors against the engine. @throws ZodError for a file of another schema */
export function runVectors(file: unknown): { lines: string[]; passed: number; failed: number } {
  const { calendars, vectors } = vectorFileSchema.parse(file)
  const built = new Map(Object.entries(calendars).map(([name, raw]) => [name, toCalendar(raw)]))
  const calendarOf: Calendars = (name) => {
    const calendar = built.get(name ?? '')
    if (!calendar) throw new Error(`No calendar ${name ?? 'null'}`)
    return calendar
  }
  const lines: string[] = []
  const skipped = new Map<string, number>()
  let passed = 0
  let failed = 0
  for (const vector of vectors) {
    if (vector.op === 'add_workdays') {
      skipped.set(vector.op, (skipped.get(vector.op) ?? 0) + 1)
      continue
    }
    const found = answer(vector, calendarOf)
    if (isDeepStrictEqual(found, vector.expected)) {
      passed += 1
      continue
    }
    failed += 1
    const [expected, got] = [vector.expected, found].map((value) => JSON.stringify(value))
    lines.push(`${vector.id} ${vector.op}: expected ${expected ?? ''}, got ${got ?? ''}`)
  }
  const skips = [...skipped].map(([op, count]) => `, ${count} skipped (${op})`).join('')
  return { lines: [...lines, `${passed} passed, ${failed} failed${skips}`], passed, failed }
}

/** As the file has it, past the editor's door: it tests calendars that the editor would refuse. */
function toCalendar(raw: VectorCalendar): WeeklyCalendar {
  const { mon = [], tue = [], wed = [], thu = [], fri = [], sat = [], sun = [] } = raw.week
  return {
    kind: 'business',
    zone: raw.tz,
    week: { mon, tue, wed, thu, fri, sat, sun },
    followProduction: false,
    preHoliday: 'ignore',
    allowProvisional: false,
    exceptions: [
      ...raw.holidays.map((on) => ({ kind: 'dayOff' as const, on })),
      ...Object.entries(raw.days).map(([on, windows]) => ({ kind: 'hours' as const, on, windows })),
      ...Object.entries(raw.breaks).map(([on, windows]) => ({
        kind: 'break' as const,
        on,
        windows,
      })),
    ],
  }
}

function answer(vector: OfferedVector, calendarOf: Calendars): unknown {
  try {
    return compute(vector, calendarOf)
  } catch (error) {
    if (error instanceof CalendarError && error.code === 'neverOpen') return null
    return error instanceof Error ? error.message : String(error)
  }
}

type Of<Op extends OfferedVector['op']> = Extract<OfferedVector, { op: Op }>
type Compute<Op extends OfferedVector['op']> = (vector: Of<Op>, calendarOf: Calendars) => unknown

const computers: { [Op in OfferedVector['op']]: Compute<Op> } = {
  add: (vector, calendarOf) => {
    const amount = { start: vector.start, ms: vector.seconds * 1000 }
    return utc(addWithPauses(timeOf(vector, calendarOf), amount, toPauses(vector.pauses)))
  },
  sub: (vector, calendarOf) =>
    utc(timeOf(vector, calendarOf).subtract(vector.start, vector.seconds * 1000)),
  elapsed: (vector, calendarOf) => {
    const range = { from: vector.start, to: vector.end }
    return betweenWithPauses(timeOf(vector, calendarOf), range, toPauses(vector.pauses)) / 1000
  },
  is_open: (vector, calendarOf) => timeOf(vector, calendarOf).isOpen(vector.at),
  periods: (vector, calendarOf) => periods(timeOf(vector, calendarOf), vector),
  local_to_utc: (vector) => utc(instantOfLocal(vector.tz, Date.parse(`${vector.local}Z`))),
  elapsed_segments: elapsedOverSegments,
  split: (vector, calendarOf) => {
    const { openMs, closedMs } = timeOf(vector, calendarOf).split(vector.start, vector.end)
    return { in_hours_seconds: openMs / 1000, out_of_hours_seconds: closedMs / 1000 }
  },
  billable: (vector, calendarOf) => billable(vector, calendarOf(vector.calendar)),
  update_series: (vector, calendarOf) => updateSeries(timeOf(vector, calendarOf), vector),
}

function compute(vector: OfferedVector, calendarOf: Calendars): unknown {
  const computeOp = computers[vector.op] as Compute<OfferedVector['op']>
  return computeOp(vector, calendarOf)
}

const timeOf = (vector: { calendar: string | null }, calendarOf: Calendars) =>
  businessTimeOf(calendarOf(vector.calendar))

function periods(time: BusinessTime, vector: Of<'periods'>) {
  const found =
    vector.direction === 'forward'
      ? time.periods(vector.start, vector.count)
      : time.periodsBefore(vector.start, vector.count)
  return found.map(({ from, to }) => [utc(from), utc(to)])
}

function elapsedOverSegments(vector: Of<'elapsed_segments'>, calendarOf: Calendars): number {
  let from = vector.start
  let elapsedMs = 0
  for (const [name, until] of vector.segments) {
    const to = Math.min(until ?? vector.end, vector.end)
    elapsedMs += businessTimeOf(calendarOf(name)).between(from, to)
    from = Math.max(from, to)
  }
  return elapsedMs / 1000
}

function billable(vector: Of<'billable'>, calendar: WeeklyCalendar) {
  const entry = { from: vector.start, to: vector.end, onlyOutOfHours: false }
  const worked = splitWork(calendar, entry)
  const minimumMs = vector.minimum_seconds * 1000
  const billed = raiseToMinimum(worked, minimumMs, lastClassOf(calendar, entry))
  return {
    in_hours_seconds: billed.single / 1000,
    out_of_hours_seconds: billed.double / 1000,
    tariff_units_seconds: (billed.single + billed.double * vector.multiplier) / 1000,
  }
}

function updateSeries(time: BusinessTime, vector: Of<'update_series'>): (string | null)[] {
  let at = vector.start
  return Array.from({ length: vector.count }, () => {
    at = time.add(at, vector.every_seconds * 1000)
    return utc(at)
  })
}

const toPauses = (pauses: readonly (readonly [number, number])[]) =>
  mergeSegments(pauses.map(([from, to]) => ({ from, to })))

const utc = (at: number | null) =>
  at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z')
