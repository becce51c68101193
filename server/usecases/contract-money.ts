import type { ContractMoney, MonthRow } from '../../shared/api/money.ts'
import { monthAt } from '../../shared/billing/months.ts'
import { createPackageBudget } from '../../shared/billing/package-budget.ts'
import { holdsIn, inOrder } from '../../shared/billing/packages.ts'
import { unbilledByMonth } from '../../shared/billing/unbilled.ts'
import type { Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { StatementRecord } from '../db/statements-store.ts'
import { limitUse } from './limit-use.ts'
import type { MoneyRole } from './money-party.ts'

/** The months of a contract and what is left of its packages, as one of its parties sees them. */
export async function contractMoney(
  db: Database,
  { id, customerName }: ContractRecord,
  { role, now }: { role: MoneyRole; now: Instant },
): Promise<ContractMoney> {
  const terms = await db.contracts.termsAt(id, now)
  const zone = contractZone(terms.calendar)
  const all = await db.statements.listOf(id)
  const sent = all.filter(({ state }) => state !== 'draft')
  const stated = sent.flatMap(({ statement }) => statement ?? [])
  const unbilled = unbilledByMonth(await db.billableWork.timesOf(id), stated, zone)
  const shown = role === 'manager' ? all : sent
  const months = new Set([
    ...shown.map(({ month }) => month),
    ...unbilled.keys(),
    monthAt(zone, now),
  ])
  const packages = inOrder(await db.packages.listOf(id))
  const budget = createPackageBudget(packages, stated)
  return {
    contractId: id,
    customerName,
    currency: terms.tariff.currency,
    limit: await limitUse(db, { contractId: id, month: monthAt(zone, now) }, terms),
    months: [...months]
      .toSorted()
      .toReversed()
      .map((month) => ({
        ...rowOf(shown.find((one) => one.month === month)),
        month,
        unbilledMinutes: unbilled.get(month) ?? 0,
      })),
    packages: packages.map((one) => ({
      ...one,
      left: budget.leftOf(one.id),
      isInForce: holdsIn(one, monthAt(zone, now), packages),
    })),
  }
}

const rowOf = (record?: StatementRecord): Omit<MonthRow, 'month' | 'unbilledMinutes'> => ({
  state: record?.state ?? null,
  gross: record?.statement?.totals.amount.gross ?? null,
  openObjections: record?.statement?.totals.openObjections ?? 0,
})
