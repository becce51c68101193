import type { Month } from '../../shared/billing/months.ts'
import type { MonthlyReport } from '../../shared/report/monthly-report-shape.ts'
import type { Instant } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import { stateMonth } from './state-month.ts'

type Asked = { contractId: string; month: Month; now: Instant }

/**
 * The month's work as its statement has it: the one that was sent, or what it would say now.
 *
 * @returns null where nothing was entered
 */
export async function workOfMonth(db: Database, asked: Asked): Promise<MonthlyReport['work']> {
  const own = await db.statements.find(asked.contractId, asked.month)
  const sent = own?.state === 'draft' ? null : own?.statement
  const { currency, lacksPrice, totals } = sent ?? (await stateMonth(db, asked))
  return totals.entries === 0 ? null : { currency, lacksPrice, totals }
}
