import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { businessTimeOf, type BusinessTime } from '../../shared/calendar/business-time.ts'
import { defaultCalendar, type WeeklyCalendar } from '../../shared/calendar/schema.ts'
import { addByDayjs, betweenByDayjs, betweenByOpeningHours } from './calendar-libraries.ts'
import { addByDays, betweenByDays } from './calendar-luxon-loop.ts'
import { type Bench, comparedWith, type Figure, opsPerSecond } from './measure.ts'

const hour = 3_600_000
const january = Date.UTC(2026, 0, 12, 7)
const yearMs = 365 * 24 * hour

/** Different instants all over a year, so that no search finds the same place twice. */
const startOf = (index: number) => january + ((index * 7_919_777) % yearMs)

const speed = (name: string, operate: (index: number) => unknown): Figure => ({
  name,
  value: opsPerSecond(operate),
  unit: 'ops/s',
})

export const calendarBench: Bench = {
  name: 'calendar',
  run: () => {
    const office = businessTimeOf(defaultCalendar)
    requireAgreement(office)
    // Memory first, before other figures leave indexes behind that would make room for these.
    const memory = memoryFigures()
    return [...addFigures(office), ...betweenFigures(office), coldYear(), ...memory]
  },
}

/** A fast wrong answer would be no figure at all. */
function requireAgreement(office: BusinessTime): void {
  for (let index = 0; index < 200; index += 1) {
    const start = startOf(index)
    const isSame =
      office.add(start, 8 * hour) === addByDays(start, 8 * hour) &&
      office.between(start, start + 40 * 24 * hour) === betweenByDays(start, start + 40 * 24 * hour)
    if (!isSame) throw new Error(`The index and the luxon loop differ at ${start}`)
  }
}

function addFigures(office: BusinessTime): Figure[] {
  const loop = speed('add 8 working hours, luxon day by day', (i) =>
    addByDays(startOf(i), 8 * hour),
  )
  const index = speed('add 8 working hours, segment index', (i) => office.add(startOf(i), 8 * hour))
  const dayjs = speed('add 8 working hours, dayjs-business-time', (i) => addByDayjs(startOf(i), 8))
  return [
    loop,
    { ...comparedWith(index, loop), target: { atLeast: 1000 } },
    comparedWith(dayjs, loop),
  ]
}

function betweenFigures(office: BusinessTime): Figure[] {
  const range = (index: number) => {
    const from = startOf(index) - 20 * 24 * hour
    return [from, from + yearMs] as const
  }
  const loop = speed('between, a year apart, luxon day by day', (i) => betweenByDays(...range(i)))
  const index = speed('between, a year apart, segment index', (i) => office.between(...range(i)))
  const libraries = [
    speed('between, a year apart, dayjs-business-time', (i) => betweenByDayjs(...range(i))),
    speed('between, a year apart, opening_hours', (i) => betweenByOpeningHours(...range(i))),
  ]
  const compared = { ...comparedWith(index, loop), target: { atLeast: 1000 } }
  return [loop, compared, ...libraries.map((library) => comparedWith(library, loop))]
}

/** Calendars that differ in the hours of one day, so that none shares its index. */
function differentCalendar(index: number): WeeklyCalendar {
  const two = (value: number) => String(value).padStart(2, '0')
  const opening = `${two(9 + (Math.floor(index / 60) % 9))}:${two(index % 60)}`
  const day = new Date(Date.UTC(2026, 11, 1 + Math.floor(index / 540)))
  const on = day.toISOString().slice(0, 10)
  return {
    ...structuredClone(defaultCalendar),
    exceptions: [{ kind: 'hours', on, windows: [[opening, '20:00']] }],
  }
}

/** The first question to a calendar that nobody has asked before. */
function coldYear(): Figure {
  let next = 100_000
  const value = opsPerSecond(() => businessTimeOf(differentCalendar((next += 1))).nextOpen(january))
  return { name: 'index of a year, built', value, unit: 'ops/s' }
}

function memoryFigures(): Figure[] {
  const twoYears = (calendar: WeeklyCalendar) => {
    const time = businessTimeOf(calendar)
    return time.between(january, Date.UTC(2027, 11, 1))
  }
  const measure = (name: string, make: (index: number) => WeeklyCalendar): Figure => {
    const calendars = Array.from({ length: 1000 }, (_, index) => make(index))
    const before = usedMegabytes()
    const sums = calendars.map(twoYears)
    const value = usedMegabytes() - before
    if (sums.length !== calendars.length) throw new Error('Not every calendar was indexed')
    return { name, value, unit: 'MB' }
  }
  return [
    {
      ...measure('memory of 1,000 different calendars × 2 years', differentCalendar),
      target: { below: 100 },
    },
    measure('memory of 1,000 equal calendars × 2 years', () => structuredClone(defaultCalendar)),
  ]
}

function usedMegabytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1_000_000
}
