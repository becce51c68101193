import type { Month } from '../../shared/billing/months.ts'
import { createPackageBudget } from '../../shared/billing/package-budget.ts'
import { holdsIn } from '../../shared/billing/packages.ts'
import type { Stores } from '../db/database.ts'

/**
 * @returns per-cent minutes that sent statements leave of the packages that hold in a month; null
 *   when none does
 */
export async function prepaidOf(
  { packages, statements }: Pick<Stores, 'packages' | 'statements'>,
  contractId: string,
  month: Month,
): Promise<number | null> {
  const all = await packages.listOf(contractId)
  const held = all.filter((one) => holdsIn(one, month, all))
  if (held.length === 0) return null
  const sent = (await statements.listOf(contractId)).filter(({ state }) => state !== 'draft')
  const budget = createPackageBudget(
    all,
    sent.flatMap(({ statement }) => statement ?? []),
  )
  return held.reduce((sum, { id }) => sum + budget.leftOf(id), 0)
}
