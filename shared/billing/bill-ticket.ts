import type { BusinessCalendar } from '../calendar/schema.ts'
import {
  type ByClass,
  lastClassOf,
  minutesOf,
  raiseToMinimum,
  splitWork,
  type WorkEntry,
} from './split-work.ts'
import { priceOf, type Tariff } from './tariff.ts'

export type BilledEntry<Entry extends WorkEntry> = { entry: Entry; minutes: ByClass }

/** The work of one ticket as it is billed. Minutes are whole, money integer kopecks. */
export type TicketBill<Entry extends WorkEntry> = {
  /** In the order in which the work ended. */
  entries: BilledEntry<Entry>[]
  /** Minutes added to reach the minimum (§8), by class. */
  added: ByClass
  total: ByClass
  kopecks: number
}

/** What a contract says about money. */
export type BillingTerms = { calendar: BusinessCalendar; tariff: Tariff }

/**
 * Splits and prices the work of one ticket (§7, §8). Each entry is split in milliseconds and rounded
 * once; what is missing to the minimum takes the class of the last worked minute. No work costs
 * nothing.
 *
 * @throws WorkError `endsBeforeStart`
 * @throws CalendarError `yearMissing`
 */
export function billTicket<Entry extends WorkEntry>(
  terms: BillingTerms,
  work: readonly Entry[],
): TicketBill<Entry> {
  const entries = work
    .toSorted((a, b) => a.to - b.to || a.from - b.from)
    .map((entry) => ({ entry, minutes: minutesOf(splitWork(terms.calendar, entry)) }))
  const last = entries.at(-1)?.entry
  const worked = sumOf(entries.map(({ minutes }) => minutes))
  const total = last
    ? raiseToMinimum(worked, terms.tariff.minimumMinutes, lastClassOf(terms.calendar, last))
    : worked
  return {
    entries,
    added: { single: total.single - worked.single, double: total.double - worked.double },
    total: { single: total.single, double: total.double },
    kopecks: priceOf(terms.tariff, total),
  }
}

function sumOf(parts: readonly ByClass[]): ByClass {
  return parts.reduce(
    (sum, part) => ({ single: sum.single + part.single, double: sum.double + part.double }),
    { single: 0, double: 0 },
  )
}
