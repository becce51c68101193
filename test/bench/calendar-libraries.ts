import dayjs, { type Dayjs } from 'dayjs'
import businessTime from 'dayjs-business-time'
import OpeningHours from 'opening_hours'
import { ru2026 } from '../../shared/calendar/data/ru-2026.ts'
import { ru2027 } from '../../shared/calendar/data/ru-2027.ts'

/**
 * Two libraries that know opening hours, set up for Moscow as far as they go: neither can hold
 * working Saturdays and short days of a contract. Both use the zone of the process. The first loops
 * for ever across a change of the clocks, so it is never asked about another zone.
 */
process.env['TZ'] = 'Europe/Moscow'

dayjs.extend(businessTime)
const hours = [{ start: '09:00:00', end: '18:00:00' }]
const week = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours }
const settings = dayjs as unknown as {
  setHolidays(dates: readonly string[]): void
  setBusinessTime(week: Record<string, typeof hours | null>): void
}
settings.setHolidays([...ru2026.holidays, ...ru2027.holidays])
settings.setBusinessTime({ ...week, saturday: null, sunday: null })

type WithBusinessTime = Dayjs & {
  addBusinessHours(hours: number): Dayjs
  businessMinutesDiff(other: Dayjs): number
}

export const addByDayjs = (start: number, addedHours: number): number =>
  (dayjs(start) as WithBusinessTime).addBusinessHours(addedHours).valueOf()

export const betweenByDayjs = (a: number, b: number): number =>
  (dayjs(b) as WithBusinessTime).businessMinutesDiff(dayjs(a))

const russia = { address: { country_code: 'ru', state: '' }, lat: 55.75, lon: 37.62 }
const office = new OpeningHours('Mo-Fr 09:00-18:00; PH off', russia)

export const betweenByOpeningHours = (a: number, b: number): number =>
  office.getOpenDuration(new Date(a), new Date(b))[0]
