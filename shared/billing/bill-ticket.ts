import type { BusinessCalendar } from '../calendar/schema.ts'
import {
  addClasses,
  type ByClass,
  lastClassOf,
  minutesOf,
  nothing,
  raiseToMinimum,
  splitWork,
  subtractClasses,
  sumOfClasses,
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
  /** Without VAT that comes on top. */
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
  const { calendar, tariff } = terms
  const entries = work
    .toSorted((a, b) => a.to - b.to || a.from - b.from)
    .map((entry) => ({ entry, minutes: minutesOfEntry(terms, entry) }))
  const last = entries.at(-1)?.entry
  const worked = entries.reduce((sum, { minutes }) => addClasses(sum, minutes), nothing)
  const total = last
    ? raiseToMinimum(worked, tariff.minimumMinutes, lastClassOf(calendar, last, tariff.night))
    : worked
  return {
    entries,
    added: subtractClasses(total, worked),
    total,
    kopecks: priceOf(tariff, total),
  }
}

/**
 * Whole minutes of one entry by class, as the tariff rounds them; what rounding up adds takes the
 * class of the last worked minute.
 *
 * @throws WorkError `endsBeforeStart`
 * @throws CalendarError `yearMissing`
 */
export function minutesOfEntry({ calendar, tariff }: BillingTerms, entry: WorkEntry): ByClass {
  const ms = splitWork(calendar, entry, tariff.night)
  const step = tariff.roundUpToMinutes
  if (step === null) return minutesOf(ms)
  const roundedUp = Math.ceil(sumOfClasses(ms) / (step * 60_000)) * step
  return raiseToMinimum(minutesOf(ms), roundedUp, lastClassOf(calendar, entry, tariff.night))
}
