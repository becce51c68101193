import { setImmediate as breathe } from 'node:timers/promises'
import type { Month } from '../../shared/billing/months.ts'
import { createStatementBuilder } from '../../shared/billing/statement.ts'
import type { Statement } from '../../shared/billing/statement-shape.ts'
import type { Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import type { StatementRecord } from '../db/statements-store.ts'
import { readStatementTickets } from './read-statement-tickets.ts'

type Reading = Pick<
  Stores,
  'statements' | 'billableWork' | 'tickets' | 'history' | 'contracts' | 'packages'
>
type Asked = { contractId: string; month: Month; now: Instant }

/** Tickets between which the server does other work. */
const pageSize = 100

/**
 * What the work log says of a contract's month, by what holds now.
 *
 * @param onPage is told how many of the tickets have been looked at
 * @throws StatementError, CalendarError, WorkError
 */
export async function stateMonth(
  db: Reading,
  { contractId, month, now }: Asked,
  onPage: (progress: { done: number; total: number }) => Promise<void> = () => Promise.resolve(),
): Promise<Statement> {
  const terms = await db.contracts.termsAt(contractId, now)
  const others = await otherStatements(db, { contractId, month })
  const builder = createStatementBuilder({
    month,
    zone: contractZone(terms.calendar),
    currency: terms.tariff.currency,
    packages: await db.packages.listOf(contractId),
    others: others.flatMap(({ statement, state }) =>
      statement ? [{ statement, isClosed: state === 'closed' }] : [],
    ),
  })
  const ids = await db.billableWork.ticketIds(contractId)
  const known = new Map<number, Promise<Terms>>()
  const termsOf = (version: number) => {
    const terms = known.get(version) ?? db.contracts.terms(contractId, version)
    known.set(version, terms)
    return terms
  }
  for (let done = 0; done < ids.length; done += pageSize) {
    await onPage({ done, total: ids.length })
    const tickets = await readStatementTickets(db, ids.slice(done, done + pageSize), termsOf)
    for (const ticket of tickets) builder.add(ticket)
    await breathe()
  }
  return builder.finish()
}

/** What holds besides a month's own: sent, and not made anew since. */
export async function otherStatements(
  { statements }: Pick<Stores, 'statements'>,
  { contractId, month }: Pick<Asked, 'contractId' | 'month'>,
): Promise<StatementRecord[]> {
  const all = await statements.listOf(contractId)
  return all.filter((one) => one.month !== month && one.state !== 'draft')
}
