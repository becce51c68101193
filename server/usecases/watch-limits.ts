import { reachedShares, usedPercent } from '../../shared/billing/limits.ts'
import { monthAt } from '../../shared/billing/months.ts'
import type { LimitShare } from '../../shared/billing/tariff.ts'
import type { Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Stores } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'
import { limitNotices } from './limit-notices.ts'
import { monthUse } from './month-use.ts'

const moneyLevel = 3

type Work = { from: Instant }

/** Once for each month and share of its limit, both parties are told that it is reached. */
export async function watchLimits(
  stores: Stores,
  { contractId }: Pick<Ticket, 'contractId'>,
  { from, now }: Work & { now: Instant },
): Promise<void> {
  const terms = await stores.contracts.termsAt(contractId, now)
  const { limits } = terms.tariff
  if (limits.monthlyMinutes === null && limits.monthlyKopecks === null) return
  const at = { contractId, month: monthAt(contractZone(terms.calendar), from) }
  const percent = usedPercent(limits, await monthUse(stores, at, terms)) ?? 0
  const news: LimitShare[] = []
  for (const share of reachedShares(percent))
    if (await stores.limits.mark(at, share, now)) news.push(share)
  // Who hears that it is used up need not hear that it nearly is.
  const share = news.at(-1)
  const contract = await stores.contracts.find(contractId)
  if (share === undefined || !contract) return
  const { needsConsent } = limits
  const notices = await limitNotices(stores, contract, { ...at, share, needsConsent })
  await stores.outbox.add(notices, moneyLevel, now)
}

/**
 * When a limit is used up, work goes on only with an organisational contact's consent, if that is
 * agreed. What was done before can still be entered.
 *
 * @throws AppError `consentNeeded`
 */
export async function requireConsent(
  stores: Stores,
  { contractId }: Pick<Ticket, 'contractId'>,
  { from, now }: Work & { now: Instant },
): Promise<void> {
  const terms = await stores.contracts.termsAt(contractId, now)
  if (!terms.tariff.limits.needsConsent) return
  const month = monthAt(contractZone(terms.calendar), from)
  const mark = await stores.limits.usedUp({ contractId, month })
  if (mark && !mark.consent && from >= mark.reachedAt)
    throw new AppError(
      'consentNeeded',
      'The limit of the month is used up: a contact has to consent',
    )
}
