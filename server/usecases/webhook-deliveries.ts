import type { WebhookBody } from '../../shared/api/webhooks.ts'
import type { Side } from '../../shared/sla/history.ts'
import type { Stores } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { Occasion } from './occasions.ts'

/** Occasions of a ticket → what the parties' own systems are told, in the transaction of the ticket. */
export async function enqueueOccasions(
  stores: Stores,
  { ticket, occasions }: { ticket: Ticket; occasions: readonly Occasion[] },
  now: number,
): Promise<void> {
  if (occasions.length === 0) return
  for (const side of ['customer', 'partner'] as const) {
    const memberId = ticket.memberIds[side]
    for (const webhook of await stores.webhooks.listOf(memberId))
      for (const occasion of occasions) {
        const body = bodyOf(ticket, side, occasion)
        const { id: eventId, event } = body
        const target = { webhookId: webhook.id, memberId, ticketId: ticket.id }
        await stores.webhooks.enqueue(
          { ...target, eventId, event, body: JSON.stringify(body) },
          now,
        )
      }
  }
}

function bodyOf(ticket: Ticket, side: Side, { kind, id, at }: Occasion): WebhookBody {
  return {
    id: `${ticket.id}:${kind}:${id}`,
    event: kind,
    at: iso(at),
    side,
    ticket: {
      number: String(ticket.number),
      title: ticket.title,
      level: ticket.level,
      stage: ticket.stage,
      itemId: ticket.itemIds[side],
      registeredAt: iso(ticket.registeredAt),
      reactionDueAt: dueOf(ticket, 'reaction'),
      updateDueAt: dueOf(ticket, 'statusUpdate'),
    },
  }
}

function dueOf(ticket: Ticket, name: 'reaction' | 'statusUpdate'): string | null {
  const clock = ticket.clocks.clocks.findLast((one) => one.name === name)
  return clock?.stoppedAt !== undefined || !clock?.dueAt ? null : iso(clock.dueAt)
}

const iso = (at: number) => new Date(at).toISOString()
