import type { Contract } from '../../../shared/api/contracts.ts'
import { previewCost } from '../../../shared/billing/preview.ts'
import { isFree } from '../../../shared/billing/tariff.ts'
import { amountOf } from '../../../shared/billing/vat.ts'
import type { Level } from '../../../shared/sla/level.ts'
import type { Instant } from '../../../shared/time.ts'

/** What the least work costs with VAT, begun now and begun at the next opening; kopecks. */
export type FilingPrice = { now: number; later: number | null }

/**
 * @returns `free` by the agreement, or null when no price is agreed
 * @throws CalendarError when it needs a year without a production calendar
 */
export function priceFiling(
  { tariff, calendar }: Contract,
  ticket: { level: Level; category: string | null },
  now: Instant,
): FilingPrice | 'free' | null {
  if (isFree(tariff, ticket)) return 'free'
  if (tariff.hourKopecks === null) return null
  const cost = previewCost({ tariff, calendar }, now, 0)
  const gross = (kopecks: number) => amountOf(tariff.vat, kopecks).gross
  return { now: gross(cost.now.kopecks), later: cost.later && gross(cost.later.kopecks) }
}
