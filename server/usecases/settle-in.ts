import type { Side } from '../../shared/sla/history.ts'
import { type FieldKey, fieldKeys } from '../../shared/ticket/fields.ts'
import type { Place } from '../../shared/ticket/place.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Clock } from '../../shared/time.ts'
import type { Language } from '../../shared/words/language.ts'
import type { PortalClient } from '../bitrix/client.ts'
import type { updateItem } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import type { Portal } from '../db/portals-store.ts'
import type { TicketValues } from '../db/side-state.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { restoredText } from './answer-texts.ts'
import { withoutItem } from './translate-reading.ts'
import { ownedBy, wantedItem } from './wanted-item.ts'

type Deps = {
  db: Database
  clock: Clock
  lock: KeyedLock
  commands: { updateItem: typeof updateItem }
}

const chunkSize = 50

/**
 * Moves a portal's tickets into the place that set-up has just made or repaired, and only then calls
 * it theirs: a kill in between leaves the former place, and the next run goes on.
 */
export function createSettleIn({ db, clock, lock, commands }: Deps) {
  return async function settleIn(
    client: PortalClient,
    portal: Portal & { role: Side },
    place: Place,
  ): Promise<void> {
    const { memberId, place: former } = portal
    if (former) {
      const ids = await db.tickets.idsWithItem(memberId)
      const isAnew = former.entityTypeId !== place.entityTypeId || former.typeId !== place.typeId
      if (isAnew) for (const id of ids) await leaveItem(id, portal.role)
      else await giveBack(ids, { client, portal, place })
    }
    await db.portals.savePlace(memberId, place)
  }

  /**
   * The whole smart process is gone, and the item with it. Numbers of items begin anew in the new
   * one, so that the old ones have to be forgotten before. Nobody has closed the ticket with that.
   */
  function leaveItem(ticketId: string, side: Side): Promise<void> {
    return lock.run(ticketId, () =>
      db.transaction(async (stores) => {
        const ticket = await stores.tickets.find(ticketId)
        if (!ticket) return
        const left = withoutItem(ticket, side, await stores.messages.listOf(ticketId))
        await stores.tickets.save(left)
        if (isOver(left.stage)) return
        const text = restoredText(left.number)
        const key = `deleted:${side}:${String(left.sides[side].goneUpTo)}`
        await stores.outbox.add(
          [
            rowFor(left, `item:${side}`, { kind: 'item', side }),
            rowFor(left, key, { kind: 'comment', side, text, messageId: null }),
          ],
          left.level,
          clock.now(),
        )
      }),
    )
  }

  type Repair = { client: PortalClient; portal: Portal & { role: Side }; place: Place }

  /** Fields that were made again are empty: what stood in them comes back from our records. */
  async function giveBack(ids: readonly string[], { client, portal, place }: Repair) {
    const keys = fieldKeys.filter(
      (key) => key in place.fields && !(key in (portal.place?.fields ?? {})),
    )
    if (keys.length === 0) return
    for (let from = 0; from < ids.length; from += chunkSize) {
      const chunk = ids.slice(from, from + chunkSize)
      const wanted = { side: portal.role, place, language: portal.language, keys }
      const writes = await Promise.all(chunk.map((id) => writeOf(id, wanted)))
      const outcomes = await client.runAll(writes.flat())
      const failed = outcomes.find((outcome) => !outcome.ok && outcome.error.retry !== 'never')
      if (failed && !failed.ok) throw failed.error
    }
    if (keys.includes('files')) for (const id of ids) await refile(id, portal.role)
  }

  async function writeOf(ticketId: string, { side, place, language, keys }: Wanted) {
    const ticket = await db.tickets.find(ticketId)
    const itemId = ticket?.itemIds[side]
    if (!ticket || !itemId) return []
    const company = (await db.contracts.find(ticket.contractId))?.customerName ?? ''
    const { values } = wantedItem(ticket, { side, place, language, company })
    const all: TicketValues = { ...ownedBy(ticket, side), ...values }
    const lost = keys.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]] as const]))
    return [commands.updateItem(place, itemId, { values: Object.fromEntries(lost) })]
  }

  /** All files of the other side's item are missing here again. */
  function refile(ticketId: string, side: Side): Promise<void> {
    return lock.run(ticketId, () =>
      db.transaction(async (stores) => {
        const ticket = await stores.tickets.find(ticketId)
        if (!ticket) return
        const { customer, partner } = ticket.sides
        const sides = {
          customer: { ...customer, fileIds: [] },
          partner: { ...partner, fileIds: [] },
        }
        await stores.tickets.save({ ...ticket, sides })
        await stores.outbox.add(
          [rowFor(ticket, `files:${side}`, { kind: 'files', side })],
          ticket.level,
          clock.now(),
        )
      }),
    )
  }
}

type Wanted = { side: Side; place: Place; language: Language; keys: readonly FieldKey[] }

const rowFor = (ticket: Ticket, key: string, effect: NewOutboxRow['effect']): NewOutboxRow => ({
  memberId: ticket.memberIds[effect.side],
  ticketId: ticket.id,
  key: `${ticket.id}:${key}`,
  effect,
})
