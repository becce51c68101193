import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { AppError } from '../errors.ts'

type Asking = { memberId: string; userId: number }

/** @throws AppError `notFound` unless the portal that asks has a ticket behind that item */
export async function requireTicket(
  { tickets }: Pick<Database, 'tickets'>,
  { memberId }: Pick<Asking, 'memberId'>,
  itemId: number,
): Promise<Ticket> {
  const ticket = await tickets.findByItem(memberId, itemId)
  if (!ticket) throw new AppError('notFound', 'There is no such ticket')
  return ticket
}

/** @throws AppError `forbidden` when the portal that asks is the customer's */
export async function requirePartnersTicket(
  db: Pick<Database, 'tickets'>,
  asking: Pick<Asking, 'memberId'>,
  itemId: number,
): Promise<Ticket> {
  const ticket = await requireTicket(db, asking, itemId)
  if (ticket.memberIds.partner !== asking.memberId)
    throw new AppError('forbidden', 'This is for the partner’s people')
  return ticket
}

/** An authorised person or an organisational contact of the customer (§5). */
export async function isContactOf(
  { contracts }: Pick<Database, 'contracts'>,
  ticket: Ticket,
  { memberId, userId }: Asking,
): Promise<boolean> {
  if (ticket.memberIds.customer !== memberId) return false
  const persons = await contracts.persons(ticket.contractId)
  return persons.some(
    (person) => person.portalUserId === userId && (person.isAuthorised || person.isOrganisational),
  )
}
