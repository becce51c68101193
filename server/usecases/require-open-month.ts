import { monthAt } from '../../shared/billing/months.ts'
import type { Instant } from '../../shared/time.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Stores } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'

/**
 * Objections end with the acceptance of the month's statement.
 *
 * @throws AppError `conflict` when the statement of the entry's month has been accepted
 */
export async function requireOpenMonth(
  { contracts, statements }: Pick<Stores, 'contracts' | 'statements'>,
  { contractId, termsVersion }: Ticket,
  { from }: { from: Instant },
): Promise<void> {
  const { calendar } = await contracts.terms(contractId, termsVersion)
  const zone = contractZone(calendar)
  const state = (await statements.find(contractId, monthAt(zone, from)))?.state
  if (state === 'accepted' || state === 'closed')
    throw new AppError('conflict', 'The statement of this month has been accepted already')
}
