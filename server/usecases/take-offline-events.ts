import type { Logger } from 'pino'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClient, PortalClients } from '../bitrix/client.ts'
import type { Item, listItemsById } from '../bitrix/items.ts'
import type {
  clearEvents,
  failEvents,
  listReserved,
  Reservation,
  reserveEvents,
} from '../bitrix/offline-events.ts'
import type { Database } from '../db/database.ts'
import type { Signal } from '../db/inbox-store.ts'
import type { Portal } from '../db/portals-store.ts'
import { isKnownItem, sweptSignal } from './is-known-item.ts'

type Deps = {
  db: Database
  clients: PortalClients
  commands: {
    listReserved: typeof listReserved
    reserveEvents: typeof reserveEvents
    clearEvents: typeof clearEvents
    failEvents: typeof failEvents
    listItemsById: typeof listItemsById
  }
  clock: Clock
  log: Logger
}

type ReadyPortal = Portal & { place: Place }

/** So many in one look; what is left comes with the next. */
const maxRounds = 100

/**
 * Empties the portal's queue of offline events into our inbox: reserve, store in one transaction,
 * confirm. Nothing has to be remembered in between: what was reserved and not confirmed, because we
 * were killed or an answer was lost, is in the portal's list and taken up first; at worst it is
 * stored twice, which does no harm.
 *
 * @returns whether the portal said of every change what it was about
 */
export function createTakeOfflineEvents({ db, clients, commands, clock, log }: Deps) {
  return async function takeOfflineEvents(portal: ReadyPortal): Promise<boolean> {
    const { memberId } = portal
    const client = await clients.forPortal(memberId, 'upkeep')
    let isClear = true
    for (let round = 0; round < maxRounds; round += 1) {
      const [left, taken] = await client.runAll([
        commands.listReserved(memberId),
        commands.reserveEvents(memberId),
      ])
      if (!left.ok) throw left.error
      if (!taken.ok) throw taken.error
      for (const reservation of [...left.value, ...taken.value])
        if (!(await store(portal, reservation, client))) isClear = false
      if (taken.value.length === 0) break
    }
    return isClear
  }

  async function store(
    portal: ReadyPortal,
    { processId, events }: Reservation,
    client: PortalClient,
  ): Promise<boolean> {
    const { memberId } = portal
    const signals = await signalsOf(portal, events, client)
    const now = clock.now()
    await db.transaction(async (stores) => {
      for (const signal of signals) await stores.inbox.add(memberId, signal, now)
    })
    const readable = events.filter(({ event }) => event !== null)
    const unreadable = events.filter(({ event }) => event === null)
    const ids = readable.map(({ id }) => id)
    const messageIds = unreadable.map(({ messageId }) => messageId)
    const outcomes = await client.runAll([
      ...(ids.length > 0 ? [commands.clearEvents(processId, ids)] : []),
      ...(messageIds.length > 0 ? [commands.failEvents(processId, messageIds)] : []),
    ])
    const failed = outcomes.find((outcome) => !outcome.ok)
    if (failed) throw failed.error
    if (unreadable.length > 0) log.warn({ memberId, messageIds }, 'offline events without content')
    return unreadable.length === 0
  }

  /** What has to be looked at; items that stand as we know them have been read since. */
  async function signalsOf(
    { memberId, place }: ReadyPortal,
    waiting: Reservation['events'],
    client: PortalClient,
  ): Promise<Signal[]> {
    const itemIds = new Set<number>()
    const signals: Signal[] = []
    for (const { event } of waiting) {
      if (!event) continue
      if ('commentId' in event) signals.push({ kind: event.kind, commentId: event.commentId })
      else if ('itemId' in event && event.entityTypeId === place.entityTypeId)
        itemIds.add(event.itemId)
    }
    if (itemIds.size === 0) return signals
    const items = await client.run(commands.listItemsById(place, [...itemIds]))
    for (const itemId of itemIds) {
      const item = items.find((one) => one.id === itemId)
      if (!(await isKnown(item, memberId, itemId)))
        signals.push(item ? sweptSignal(item) : { kind: 'swept', itemId })
    }
    return signals
  }

  async function isKnown(item: Item | undefined, memberId: string, itemId: number) {
    const ticket = await db.tickets.findByItem(memberId, itemId)
    // A deleted one is of interest only to a ticket that does not know it yet.
    return item ? isKnownItem(item, ticket, memberId) : ticket === undefined
  }
}
