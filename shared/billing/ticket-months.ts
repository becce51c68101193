import type { Instant } from '../time.ts'
import type { BillingTerms } from './bill-ticket.ts'
import { monthShares, type MonthShare } from './month-shares.ts'
import { type Month, monthAt } from './months.ts'
import {
  addClasses,
  type ByClass,
  lastClassOf,
  nothing,
  raiseToMinimum,
  subtractClasses,
  sumOfClasses,
  type WorkEntry,
} from './split-work.ts'

/** What was worked for a ticket in one month, and what the minimum adds there. */
export type TicketMonth<Entry extends WorkEntry> = {
  month: Month
  worked: ByClass
  /** §8, by class: what was missing to the minimum. */
  added: ByClass
  shares: (MonthShare & { entry: Entry })[]
}

type Work<Entry> = { entries: readonly Entry[]; closedAt: Instant | null }

/**
 * The months of a ticket's work. What is missing to the minimum is known when the ticket is over: it
 * belongs to the month of its closing, or of its last work where that came later, and while the
 * ticket is open to none.
 *
 * @throws WorkError, CalendarError
 */
export function ticketMonths<Entry extends WorkEntry & { id: string }>(
  terms: BillingTerms,
  zone: string,
  { entries, closedAt }: Work<Entry>,
): Map<Month, TicketMonth<Entry>> {
  const months = new Map<Month, TicketMonth<Entry>>()
  const monthOf = (month: Month) => {
    const known = months.get(month) ?? { month, worked: nothing, added: nothing, shares: [] }
    months.set(month, known)
    return known
  }
  const inTime = entries.toSorted(
    (a, b) => a.to - b.to || a.from - b.from || (a.id < b.id ? -1 : 1),
  )
  let worked = nothing
  for (const entry of inTime)
    for (const share of monthShares(terms, zone, entry)) {
      const month = monthOf(share.month)
      month.worked = addClasses(month.worked, share.minutes)
      month.shares.push({ ...share, entry })
      worked = addClasses(worked, share.minutes)
    }
  const last = inTime.at(-1)
  if (closedAt === null || !last) return months
  const over = monthOf(monthAt(zone, Math.max(closedAt, last.to - 1)))
  over.added = subtractClasses(atLeastMinimum(terms, worked, last), worked)
  if (over.shares.length === 0 && sumOfClasses(over.added) === 0) months.delete(over.month)
  return months
}

function atLeastMinimum({ calendar, tariff }: BillingTerms, worked: ByClass, last: WorkEntry) {
  return raiseToMinimum(worked, tariff.minimumMinutes, lastClassOf(calendar, last, tariff.night))
}
