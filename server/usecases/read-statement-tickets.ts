import type { StatementTicket } from '../../shared/billing/statement.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { Terms } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { WorkRecord } from '../db/work-store.ts'

type Reading = Pick<Stores, 'tickets' | 'billableWork' | 'history'>

/** Tickets with all their work, under the terms of their registration. */
export async function readStatementTickets(
  stores: Reading,
  ids: readonly string[],
  termsOf: (version: number) => Promise<Terms>,
): Promise<StatementTicket[]> {
  const tickets = await stores.tickets.listByIds(ids)
  const work = new Map<string, WorkRecord[]>(ids.map((id) => [id, []]))
  for (const entry of await stores.billableWork.entriesOf(ids))
    work.get(entry.ticketId)?.push(entry)
  return Promise.all(
    tickets.map(async (ticket) => {
      const { id, number, title, level, termsVersion } = ticket
      const { calendar, tariff } = await termsOf(termsVersion)
      const entries = work.get(id) ?? []
      const mayLack = minutesAtMost(entries) < tariff.minimumMinutes
      return {
        ...{ id, number, title, level, termsVersion, entries },
        category: categoryOf(ticket),
        closedAt: mayLack ? await closedAt(stores, ticket) : null,
        terms: { calendar, tariff },
      }
    }),
  )
}

/** Of service (§2), as the ticket's form has it. */
export const categoryOf = ({ values: { category } }: Pick<Ticket, 'values'>): string | null =>
  typeof category === 'string' ? category : null

/** Rounded, an entry is a minute shorter at most. */
const minutesAtMost = (entries: readonly WorkRecord[]): number =>
  entries.reduce((sum, { from, to }) => sum + (to - from) / 60_000 - 1, 0)

/** When the ticket ended, as the last move says; null while it is open. */
async function closedAt({ history }: Reading, ticket: Ticket): Promise<Instant | null> {
  if (!isOver(ticket.stage)) return null
  const facts = await history.facts(ticket.id)
  const ends = facts.filter((fact) => fact.kind === 'stage' && isOver(fact.stage))
  return Math.max(ticket.registeredAt, ...ends.map((fact) => fact.at))
}
