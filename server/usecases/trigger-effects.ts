import { triggerSpecs } from '../../shared/automation/triggers.ts'
import type { Side } from '../../shared/sla/history.ts'
import { type CrmElement, crmLinksIn } from '../../shared/ticket/crm-links.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { Occasion } from './occasions.ts'

/** Contacts and companies have no stages. */
const withoutStages = new Set([3, 4])
const mostLinks = 5

/**
 * Occasions → triggers of the portals: on the ticket's own item, and in the customer's portal on the
 * CRM cards that the ticket links to, so that the deal from which it was filed can go on.
 */
export function triggerEffects(ticket: Ticket, occasions: readonly Occasion[]): NewOutboxRow[] {
  const links = crmLinksIn(String(ticket.values.links ?? ''))
    .filter(({ entityTypeId }) => !withoutStages.has(entityTypeId))
    .slice(0, mostLinks)
  return occasions.flatMap((occasion) =>
    triggerSpecs[occasion.kind].sides.flatMap((side) => [
      rowFor(ticket, occasion, { side, owner: null }),
      ...(side === 'customer' ? links : []).map((owner) =>
        rowFor(ticket, occasion, { side, owner }),
      ),
    ]),
  )
}

function rowFor(
  ticket: Ticket,
  { kind, id, at }: Occasion,
  { side, owner }: { side: Side; owner: CrmElement | null },
): NewOutboxRow {
  const { code } = triggerSpecs[kind]
  const on = owner ? `${String(owner.entityTypeId)}/${String(owner.itemId)}` : 'item'
  return {
    memberId: ticket.memberIds[side],
    ticketId: ticket.id,
    key: `${ticket.id}:trigger:${code}:${id}:${side}:${on}`,
    effect: { kind: 'trigger', side, code, at, owner },
  }
}
