import type { Logger } from 'pino'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { Item, listChangedItems } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { nextSweepAt } from '../usecases/sweep-plan.ts'

type Deps = {
  db: Database
  clients: PortalClients
  listChangedItems: typeof listChangedItems
  clock: Clock
  log: Logger
  wake: () => void
}

const sweepEveryMs = 60_000
/** Portals keep whole seconds, and their clocks are not ours. */
const overlapMs = 2 * 60_000
const stepSize = 100

/**
 * Finds what events have lost: items that changed since the last look, in one list per portal and
 * minute, and the cards of tickets that were not read for as long as their level allows, because a
 * comment does not change its item. What is found goes through the inbox like any other signal.
 */
export function createSweepPortals(deps: Deps) {
  const { db, clock } = deps
  /** When a portal that did not answer is tried again. */
  const retryAt = new Map<string, Instant>()

  return async function sweepPortals(): Promise<boolean> {
    const now = clock.now()
    const portals = await db.portals.listReady()
    const due = portals.filter(
      ({ memberId, sweptUntil }) =>
        sweptUntil <= now - sweepEveryMs && (retryAt.get(memberId) ?? 0) <= now,
    )
    for (const portal of due) await sweepItems(portal, now)
    const tickets = await db.tickets.listToSweep(now, stepSize)
    for (const ticket of tickets) await sweepCards(ticket, now)
    const hasFound = due.length > 0 || tickets.length > 0
    if (hasFound) deps.wake()
    return hasFound
  }

  async function sweepItems(portal: Portal & { place: Place }, now: Instant): Promise<void> {
    try {
      const client = await deps.clients.forPortal(portal.memberId, 'upkeep')
      const since = portal.sweptUntil - overlapMs
      const items = await client.run(deps.listChangedItems(portal.place, since))
      await db.transaction(async (stores) => {
        for (const item of items) {
          const ticket = await stores.tickets.findByItem(portal.memberId, item.id)
          if (!isKnown(item, ticket, portal.memberId))
            await stores.inbox.add(portal.memberId, { kind: 'swept', itemId: item.id }, now)
        }
        await stores.portals.saveSweep(portal.memberId, now)
      })
    } catch (error) {
      retryAt.set(portal.memberId, now + sweepEveryMs)
      // The watermark stays, so that nothing of the meantime is passed over; the next look is later.
      deps.log.warn({ err: error, memberId: portal.memberId }, 'portal could not be swept')
    }
  }

  async function sweepCards(ticket: Ticket, now: Instant): Promise<void> {
    await db.transaction(async (stores) => {
      for (const side of ['customer', 'partner'] as const) {
        const itemId = ticket.itemIds[side]
        if (itemId !== null)
          await stores.inbox.add(ticket.memberIds[side], { kind: 'swept', itemId }, now)
      }
      const { stage, level, id } = ticket
      await stores.tickets.scheduleSweep(id, nextSweepAt(stage, level, now))
    })
  }
}

/** Nobody has changed it since it was last read or written by us. */
function isKnown(item: Item, ticket: Ticket | undefined, memberId: string): boolean {
  if (!ticket) return false
  const side = ticket.memberIds.customer === memberId ? 'customer' : 'partner'
  return ticket.sides[side].seen?.updatedAt === item.updatedAt
}
