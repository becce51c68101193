import type { Item } from '../bitrix/items.ts'
import type { Signal } from '../db/inbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'

/** What has changed in it is to be read, unless that has happened by then. */
export const sweptSignal = ({ id, updatedAt }: Item): Signal => ({
  kind: 'swept',
  itemId: id,
  updatedAt,
})

/** Nobody has changed it since it was last read or written by us. */
export function isKnownItem(item: Item, ticket: Ticket | undefined, memberId: string): boolean {
  if (!ticket) return false
  const side = ticket.memberIds.customer === memberId ? 'customer' : 'partner'
  return ticket.sides[side].seen?.updatedAt === item.updatedAt
}
