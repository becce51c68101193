import type { Side } from '../../shared/sla/history.ts'
import type { ItemFile } from '../bitrix/item.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { withSide } from './own-writes.ts'
import type { SideReading } from './read-side.ts'

/** Files that both items have although nobody remembers to have carried them over: known by their names. */
export function withSharedFiles(ticket: Ticket, readings: readonly SideReading[]): Ticket {
  const unknown = (side: Side): ItemFile[] =>
    (readings.find((reading) => reading.side === side)?.item?.files ?? []).filter(
      ({ id }) => !ticket.sides[side].fileIds.includes(id),
    )
  const there = unknown('partner')
  const pairs = unknown('customer').flatMap((file) => {
    const index = there.findIndex(({ name }) => name === file.name)
    const [twin] = index < 0 ? [] : there.splice(index, 1)
    return twin ? [{ customer: file.id, partner: twin.id }] : []
  })
  const { customer, partner } = ticket.sides
  const known = withSide(ticket, 'customer', {
    fileIds: [...customer.fileIds, ...pairs.map((pair) => pair.customer)],
  })
  return withSide(known, 'partner', {
    fileIds: [...partner.fileIds, ...pairs.map((pair) => pair.partner)],
  })
}
