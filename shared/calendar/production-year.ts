import { CalendarError } from './calendar-error.ts'
import { ru2024 } from './data/ru-2024.ts'
import { ru2025 } from './data/ru-2025.ts'
import { ru2026 } from './data/ru-2026.ts'
import { ru2027 } from './data/ru-2027.ts'
import { provisionalYear } from './provisional-year.ts'

/**
 * The production calendar of one year for a five-day week, as the government's decree has it.
 * Dates are 'YYYY-MM-DD'.
 */
export type ProductionYear = {
  year: number
  /** Every day off beyond plain weekends, and the holidays that fall on weekends. */
  holidays: readonly string[]
  workingWeekends: readonly string[]
  /** Working days that end an hour earlier. */
  shortened: readonly string[]
  /** Days off that the decree moved. */
  transfers: readonly { from: string; to: string }[]
  workingDays: number
  /** Working hours of the year at forty a week; a check of the data. */
  hours40: number
  decree: string
  /** Reckoned from the law before the decree was known. */
  isProvisional?: true
}

const provisional = new Map<number, ProductionYear>()
const decreed = new Map([ru2024, ru2025, ru2026, ru2027].map((year) => [year.year, year]))

export function hasProductionYear(year: number): boolean {
  return decreed.has(year)
}

/**
 * @param allowProvisional answer a year without data by the law alone, marked so
 * @throws CalendarError `yearMissing` for a year without data otherwise
 */
export function productionYearOf(year: number, allowProvisional: boolean): ProductionYear {
  const known = decreed.get(year)
  if (known) return known
  if (allowProvisional) return rememberedProvisionalYear(year)
  throw new CalendarError('yearMissing', `No production calendar for ${year}`, year)
}

function rememberedProvisionalYear(year: number): ProductionYear {
  const known = provisional.get(year) ?? provisionalYear(year)
  provisional.set(year, known)
  return known
}
