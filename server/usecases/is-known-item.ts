import type { Item } from '../bitrix/items.ts'
import type { Ticket } from '../db/tickets-store.ts'

/** Nobody has changed it since it was last read or written by us. */
export function isKnownItem(item: Item, ticket: Ticket | undefined, memberId: string): boolean {
  if (!ticket) return false
  const side = ticket.memberIds.customer === memberId ? 'customer' : 'partner'
  return ticket.sides[side].seen?.updatedAt === item.updatedAt
}
