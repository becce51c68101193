import type { LimitUse } from '../../shared/api/money.ts'
import { usedPercent } from '../../shared/billing/limits.ts'
import type { Month } from '../../shared/billing/months.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import { monthUse } from './month-use.ts'

/** @returns null when no limit is agreed */
export async function limitUse(
  stores: Stores,
  at: { contractId: string; month: Month },
  terms: Terms,
): Promise<LimitUse | null> {
  const { limits } = terms.tariff
  if (limits.monthlyMinutes === null && limits.monthlyKopecks === null) return null
  const percent = usedPercent(limits, await monthUse(stores, at, terms)) ?? 0
  const mark = await stores.limits.usedUp(at)
  const consent = mark?.consent ?? null
  const needsConsent = limits.needsConsent && mark !== undefined && !consent
  return { month: at.month, percent, needsConsent, consent }
}
