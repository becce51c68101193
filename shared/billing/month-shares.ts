import type { Instant } from '../time.ts'
import { type BillingTerms, minutesOfEntry } from './bill-ticket.ts'
import { addMonths, type Month, monthAt, startOfMonth } from './months.ts'
import { type ByClass, nothing, splitWork, subtractClasses, type WorkEntry } from './split-work.ts'

/** The part of an entry that lies in one month. */
export type MonthShare = { month: Month; from: Instant; to: Instant; minutes: ByClass }

const minuteMs = 60_000

/**
 * Divides an entry's minutes among the months of a zone. It is rounded once, as a whole: each month
 * has what is reached by its end without what was reached before, so that nothing is lost or counted
 * twice wherever it is divided.
 */
export function monthShares(terms: BillingTerms, zone: string, entry: WorkEntry): MonthShare[] {
  const total = minutesOfEntry(terms, entry)
  const shares: MonthShare[] = []
  let reached = nothing
  let { from } = entry
  for (let month = monthAt(zone, from); ; month = addMonths(month, 1)) {
    const to = Math.min(entry.to, startOfMonth(zone, addMonths(month, 1)))
    const byThen = to === entry.to ? total : reachedBy(terms, { ...entry, to }, total)
    shares.push({ month, from, to, minutes: subtractClasses(byThen, reached) })
    if (to === entry.to) return shares
    reached = byThen
    from = to
  }
}

function reachedBy({ calendar, tariff }: BillingTerms, part: WorkEntry, total: ByClass): ByClass {
  const ms = splitWork(calendar, part, tariff.night)
  const whole = (name: keyof ByClass) => Math.min(total[name], Math.round(ms[name] / minuteMs))
  return { single: whole('single'), double: whole('double'), night: whole('night') }
}
