import { businessTimeOf } from '../calendar/business-time.ts'
import type { Instant } from '../time.ts'
import { type BillingTerms, billTicket } from './bill-ticket.ts'
import type { ByClass, TariffClass } from './split-work.ts'

const minuteMs = 60_000

/** What so much work would cost if it began at an instant. */
export type Quote = { startAt: Instant; minutes: ByClass; kopecks: number }

/** Shown before a ticket is sent: «если начать сейчас», and «подождать до 09:00» as the other choice. */
export type CostPreview = {
  /** The tariff of this very minute. */
  classNow: TariffClass
  now: Quote
  /** Starting at the next opening; null while open, for then there is nothing to wait for. */
  later: Quote | null
}

/**
 * @param minutes of work to quote; less than the minimum is raised to it, so 0 quotes the minimum
 * @throws CalendarError `yearMissing`
 */
export function previewCost(terms: BillingTerms, now: Instant, minutes: number): CostPreview {
  const time = businessTimeOf(terms.calendar)
  const worked = Math.max(minutes, terms.tariff.minimumMinutes)
  const quoteFrom = (startAt: Instant): Quote => {
    const entry = { from: startAt, to: startAt + worked * minuteMs, onlyOutOfHours: false }
    const { total, kopecks } = billTicket(terms, [entry])
    return { startAt, minutes: total, kopecks }
  }
  const isOpen = time.isOpen(now)
  return {
    classNow: isOpen ? 'single' : 'double',
    now: quoteFrom(now),
    later: isOpen ? null : quoteFrom(time.nextOpen(now)),
  }
}
