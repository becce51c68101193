import { type CivilDay, civilDayOf, dateOf, firstDayOf, isWeekend } from './civil-day.ts'
import type { ProductionYear } from './production-year.ts'
import { statutoryHolidays } from './statutory-holidays.ts'

/**
 * A year by the Labour Code alone: holidays of art. 112, a day off for each one outside January that
 * meets a weekend on the next working day, and an hour less before a holiday (art. 95). What the
 * government will move besides is unknown, so the result is marked provisional.
 */
export function provisionalYear(year: number): ProductionYear {
  const statutory = statutoryHolidays.map(({ on }) => civilDayOf(`${year}-${on}`))
  const daysOff = new Set(statutory)
  const transfers: { from: string; to: string }[] = []
  for (const holiday of statutory) {
    const isJanuary = dateOf(holiday).slice(5, 7) === '01'
    if (isJanuary || !isWeekend(holiday)) continue
    const moved = nextWorkingDay(holiday, daysOff)
    daysOff.add(moved)
    transfers.push({ from: dateOf(holiday), to: dateOf(moved) })
  }
  return summarise(year, daysOff, { statutory, transfers })
}

function nextWorkingDay(after: CivilDay, daysOff: ReadonlySet<CivilDay>): CivilDay {
  let day = after + 1
  while (isWeekend(day) || daysOff.has(day)) day += 1
  return day
}

function summarise(
  year: number,
  daysOff: ReadonlySet<CivilDay>,
  law: { statutory: readonly CivilDay[]; transfers: ProductionYear['transfers'] },
): ProductionYear {
  const isWorking = (day: CivilDay) => !isWeekend(day) && !daysOff.has(day)
  const newYear = firstDayOf(year + 1)
  const shortened = [...law.statutory, newYear].map((day) => day - 1).filter(isWorking)
  const inYear = shortened.filter((day) => day >= firstDayOf(year))
  let workingDays = 0
  for (let day = firstDayOf(year); day < newYear; day += 1) if (isWorking(day)) workingDays += 1
  return {
    year,
    holidays: [...daysOff].sort((a, b) => a - b).map(dateOf),
    workingWeekends: [],
    shortened: inYear.map(dateOf),
    transfers: law.transfers,
    workingDays,
    hours40: workingDays * 8 - inYear.length,
    decree: '',
    isProvisional: true,
  }
}
