import type { Logger } from 'pino'
import type { Clock, Instant } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { listChangedItems } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { ReadyPortal } from '../db/portals-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { isKnownItem, sweptSignal } from '../usecases/is-known-item.ts'
import { nextSweepAt } from '../usecases/sweep-plan.ts'
import type { SideBySide } from './side-by-side.ts'

type Deps = {
  db: Database
  clients: PortalClients
  listChangedItems: typeof listChangedItems
  takeOfflineEvents: (portal: ReadyPortal) => Promise<boolean>
  portals: SideBySide
  clock: Clock
  log: Logger
  wake: () => void
}

const sweepEveryMs = 60_000
/** A portal that keeps offline events loses none; its items are compared all the same, but rarely. */
const compareEveryMs = 60 * 60_000
/** Portals keep whole seconds, and their clocks are not ours. */
const overlapMs = 2 * 60_000
const stepSize = 100

/**
 * Finds what events have lost: what the portal kept in its offline queue or, where there is none,
 * items that changed since the last look, in one list per portal and minute; and the cards of
 * tickets that were not read for as long as their level allows, because a comment does not change
 * its item. What is found goes through the inbox like any other signal.
 */
export function createSweepPortals(deps: Deps) {
  const { db, clock, portals } = deps

  return async function sweepPortals(ours: Ours): Promise<boolean> {
    const now = clock.now()
    const due = await db.portals.listToLook(now - sweepEveryMs, stepSize, portals.quiet(ours))
    const byId = new Map(due.map((portal) => [portal.memberId, portal]))
    const hasLooked = await portals.run(due, async (memberId) => {
      const portal = byId.get(memberId)
      return portal !== undefined && sweepPortal(portal, now)
    })
    const tickets = await db.tickets.listToSweep(now, stepSize, ours)
    for (const ticket of tickets) await sweepCards(ticket, now)
    const hasFound = hasLooked || tickets.length > 0
    if (hasFound) deps.wake()
    return hasFound
  }

  /** @returns whether it was time, and nobody else does it */
  async function sweepPortal(portal: ReadyPortal, now: Instant): Promise<boolean> {
    const { memberId, sweptUntil, setup } = portal
    if (!(await db.upkeep.claimLook(memberId, now, sweepEveryMs))) return false
    // Its set-up is under way, and asks for a reading when it has ended.
    if (setup.state !== 'done' && setup.state !== 'failed') return true
    const { offlineSince } = await db.upkeep.find(memberId)
    const hasKept = offlineSince !== null && (await takeKept(portal))
    const isCompared = sweptUntil >= (offlineSince ?? Infinity) && sweptUntil > now - compareEveryMs
    if (!hasKept || !isCompared) await sweepItems(portal, now)
    return true
  }

  /** @returns whether nothing can have been missed */
  async function takeKept(portal: ReadyPortal): Promise<boolean> {
    try {
      return await deps.takeOfflineEvents(portal)
    } catch (error) {
      deps.log.warn({ err: error, memberId: portal.memberId }, 'offline events not taken')
      return false
    }
  }

  async function sweepItems(portal: ReadyPortal, now: Instant): Promise<void> {
    try {
      const client = await deps.clients.forPortal(portal.memberId, 'upkeep')
      const since = portal.sweptUntil - overlapMs
      const items = await client.run(deps.listChangedItems(portal.place, since))
      await db.transaction(async (stores) => {
        for (const item of items) {
          const ticket = await stores.tickets.findByItem(portal.memberId, item.id)
          if (!isKnownItem(item, ticket, portal.memberId))
            await stores.inbox.add(portal.memberId, sweptSignal(item), now)
        }
        await stores.portals.saveSweep(portal.memberId, now)
      })
    } catch (error) {
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
