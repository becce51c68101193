import type { MonthUse } from '../../shared/billing/limits.ts'
import { addMonths, type Month, startOfMonth } from '../../shared/billing/months.ts'
import { addClasses, sumOfClasses } from '../../shared/billing/split-work.ts'
import { createStatementBuilder } from '../../shared/billing/statement.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import { readStatementTickets } from './read-statement-tickets.ts'

/** What a month has come to by now, reckoned as its statement will be. */
export async function monthUse(
  stores: Stores,
  { contractId, month }: { contractId: string; month: Month },
  terms: Terms,
): Promise<MonthUse> {
  const zone = contractZone(terms.calendar)
  const sent = (await stores.statements.listOf(contractId)).filter(
    (one) => one.state !== 'draft' && one.month !== month,
  )
  const builder = createStatementBuilder({
    ...{ month, zone, currency: terms.tariff.currency },
    packages: await stores.packages.listOf(contractId),
    others: sent.flatMap(({ statement }) => (statement ? [{ statement, isClosed: false }] : [])),
  })
  const span = { from: startOfMonth(zone, month), to: startOfMonth(zone, addMonths(month, 1)) }
  const ids = await stores.billableWork.ticketIds(contractId, span)
  const termsOf = (version: number) => stores.contracts.terms(contractId, version)
  for (const ticket of await readStatementTickets(stores, ids, termsOf)) builder.add(ticket)
  const { worked, added, amount } = builder.finish().totals
  return {
    minutes: sumOfClasses(addClasses(worked, added)),
    kopecks: terms.tariff.vat.kind === 'onTop' ? amount.net : amount.gross,
  }
}
