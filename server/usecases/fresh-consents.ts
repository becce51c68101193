import { consentsGivenAt } from '../../shared/ticket/consents.ts'
import type { Ticket } from '../db/tickets-store.ts'

/** §4: what was agreed to before level 1 was lowered is not good for raising it again. */
export function hasFreshConsents({ values, registeredAt, clocks }: Ticket): boolean {
  const givenAt = consentsGivenAt(values, registeredAt)
  const lowered = clocks.levelChanges.findLast((change) => change.from === 1)
  return givenAt !== null && (lowered === undefined || givenAt > lowered.at)
}
