import type { Side } from '../../shared/sla/history.ts'
import { type FieldKey, fieldKeys, fieldSpec } from '../../shared/ticket/fields.ts'
import type { Item } from '../bitrix/items.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { isSameValue } from './wanted-item.ts'

/**
 * Fields of the item that somebody changed on a side that does not own them, since it was last read
 * or written by us. They are put back.
 */
export function foreignEdits(ticket: Ticket, side: Side, item: Item): FieldKey[] {
  const { seen } = ticket.sides[side]
  if (!seen) return []
  return fieldKeys.filter((key) => {
    const { owner, type } = fieldSpec(key)
    const value = item.values[key]
    if (owner === side || type === 'file' || value === undefined) return false
    const isWanted = owner !== 'ours' && isSameValue(key, value, ticket.values[key])
    return !isWanted && !isSameValue(key, value, seen.values[key])
  })
}
