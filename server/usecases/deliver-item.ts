import type { Side } from '../../shared/sla/history.ts'
import { type Place, stageOf } from '../../shared/ticket/place.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Clock } from '../../shared/time.ts'
import type { PortalClient } from '../bitrix/client.ts'
import type { ItemFiles } from '../bitrix/files.ts'
import type {
  addItem,
  findItemsByXmlId,
  getItem,
  importItem,
  Item,
  updateItem,
} from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { OutsidePost } from '../db/outside-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import type { ContractReads } from './contract-reads.ts'
import { type Delivery, deliveryOf, staysAway, type Target } from './delivery.ts'
import { cancelMove, endMove } from './own-moves.ts'
import { createOwnWrites, withSide } from './own-writes.ts'
import { seenOf } from './translation.ts'
import { difference, ownedBy, wantedItem } from './wanted-item.ts'

/** Portals keep whole seconds, and may write two times of one change a second apart. */
const sameMomentMs = 1000

type Deps = {
  db: Database
  contracts: ContractReads
  clock: Clock
  lock: KeyedLock
  commands: {
    addItem: typeof addItem
    getItem: typeof getItem
    updateItem: typeof updateItem
    findItemsByXmlId: typeof findItemsByXmlId
    importItem: typeof importItem
  }
  itemFiles: (ticket: Ticket, side: Side, known: readonly number[]) => Promise<ItemFiles>
  /** The portal will not do it, however often it is asked. */
  isRefused: (error: unknown) => boolean
}

/** A *set*: the ticket's item on one side shall look as the ticket says now. */
export function createDeliverItem(deps: Deps) {
  const { db, clock, lock, commands, itemFiles, isRefused } = deps
  const own = createOwnWrites({ db, clock, lock })
  const { change } = own
  return { fields: prepareItem, files: prepareFiles }

  async function prepareItem(row: OutboxRow, target: Target): Promise<Delivery> {
    const { ticket, portal, side } = target
    const { place, language } = portal
    const company = side === 'partner' ? await customerOf(ticket) : ''
    const wanted = wantedItem(ticket, { side, place, language, company })
    const itemId = ticket.itemIds[side]
    if (itemId === null)
      return staysAway(ticket, side) ? 'done' : prepareNewItem(row, target, wanted)
    const { seen } = ticket.sides[side]
    const needed = seen && difference(wanted, seen)
    const isMove = needed?.stageId !== undefined
    const settled = isMove ? ticket : await own.closeMovesOf(ticket, side)
    if (!needed) return 'done'
    const { from, noted, onFailure } = await own.note(settled, side, stageIn(place, needed))
    const settle = (answer: Item) =>
      own.changeSide(noted, side, async ({ seen: before, ownMoves }) => {
        if (!before) return null
        const values = { ...before.values, ...needed.values }
        const seen = { ...before, ...needed, values, updatedAt: answer.updatedAt }
        // Somebody has changed the item in between; his event may have passed for our echo.
        if (hasForeignChange(answer, seen))
          await db.inbox.add(row.memberId, { kind: 'item', itemId }, clock.now())
        return {
          seen,
          ownMoves: isMoved(answer)
            ? endMove(ownMoves, from, clock.now())
            : cancelMove(ownMoves, from),
        }
      })
    return deliveryOf(commands.updateItem(place, itemId, needed), settle, { onFailure })
  }

  /**
   * The mirror in the partner's portal, the item of a ticket that was filed without the customer's,
   * or one in place of an item that was deleted. Its xmlId is the ticket's id, by which a lost answer
   * is found.
   */
  async function prepareNewItem(
    row: OutboxRow,
    { ticket, portal: { place }, client, side }: Target,
    wanted: ReturnType<typeof wantedItem>,
  ): Promise<Delivery> {
    const post = await filingBehind(ticket, side)
    const files = await itemFiles(ticket, post ? side : otherSide(side), [])
    const settle = (item: Item, carried = files.ids) =>
      settleNew(row, { ticket, side, item, carried, hasOwnFiles: post !== undefined })
    if (row.isUncertain || post) {
      const [found] = await client.run(commands.findItemsByXmlId(place, ticket.id))
      if (found) {
        await settle(found, files.ids.slice(0, found.files.length))
        // What people did to it before we knew it was nobody's news.
        await db.inbox.add(row.memberId, { kind: 'item', itemId: found.id }, clock.now())
        return 'done'
      }
    }
    const item = {
      title: wanted.title ?? ticket.title,
      xmlId: ticket.id,
      stageId: wanted.stageId,
      values: {
        ...ownedBy(ticket, side),
        ...wanted.values,
        ...(files.contents.length > 0 && { files: files.contents }),
      },
    }
    const made = post && (await importAsOf(post, item, { place, client }))
    if (!made) return deliveryOf(commands.addItem(place, item), (added: Item) => settle(added))
    await settle(made)
    return 'done'
  }

  /** What was filed without the customer's portal and has no item there yet. */
  async function filingBehind(ticket: Ticket, side: Side): Promise<OutsidePost | undefined> {
    if (side !== 'customer' || ticket.sides.customer.goneUpTo !== null) return undefined
    return db.outside.find(ticket.id)
  }

  /** @returns the item with its author and original time; undefined where that is not allowed */
  async function importAsOf(
    { contractId, personId, at }: OutsidePost,
    item: Parameters<typeof addItem>[1],
    { place, client }: { place: Place; client: PortalClient },
  ): Promise<Item | undefined> {
    const persons = await db.contracts.persons(contractId)
    const createdById = persons.find(({ id }) => id === personId)?.portalUserId ?? null
    const made = { ...item, createdAt: at, ...(createdById !== null && { createdById }) }
    const id = await client.run(commands.importItem(place, made)).catch((error: unknown) => {
      if (!isRefused(error)) throw error
      return undefined
    })
    return id === undefined ? undefined : client.run(commands.getItem(place, id))
  }

  async function customerOf({ contractId }: Ticket): Promise<string> {
    return (await deps.contracts.find(contractId))?.customerName ?? ''
  }

  function settleNew(row: OutboxRow, { ticket, side, item, carried, hasOwnFiles }: Made) {
    return change(ticket.id, async (fresh, stores) => {
      const other = otherSide(side)
      // Those that came with it; what somebody has added since is still to be carried over.
      const fileIds = item.files.map((file) => file.id).slice(0, carried.length)
      const withItem = withSide(fresh, side, { seen: seenOf(item), fileIds })
      // Files that lay with us may have got other numbers, in an item that was made meanwhile.
      const isKept = hasOwnFiles || (carried.some(isOurs) && fresh.itemIds[other] !== null)
      await stores.tickets.save({
        ...(isKept ? withItem : withSide(withItem, other, { fileIds: [...carried] })),
        itemIds: { ...fresh.itemIds, [side]: item.id },
      })
      await stores.outbox.markSent(row, null)
    })
  }

  /** Files add up: what is new on the other side comes beside what is there. */
  async function prepareFiles(
    row: OutboxRow,
    { ticket, portal: { place }, client, side }: Target,
  ): Promise<Delivery> {
    const itemId = ticket.itemIds[side]
    const other = otherSide(side)
    if (itemId === null) return staysAway(ticket, side) ? 'done' : 'notYet'
    // What was new when this was asked for may have gone with the item.
    const { seen, fileIds } = ticket.sides[other]
    if (seen?.fileIds.every((id) => fileIds.includes(id))) return 'done'
    // What we see there may be what we sent ourselves.
    if (await db.outbox.isUncertain(`${ticket.id}:files:${other}`)) return 'notYet'
    const missing = await itemFiles(ticket, other, ticket.sides[other].fileIds)
    if (missing.ids.length === 0) return 'done'
    const settle = (added: readonly number[], updatedAt: number | undefined) =>
      change(ticket.id, async (fresh, stores) => {
        const known = (at: Side) => fresh.sides[at].fileIds
        const { seen } = fresh.sides[side]
        const here = withSide(fresh, side, {
          fileIds: [...known(side), ...added],
          seen: seen && { ...seen, updatedAt: updatedAt ?? seen.updatedAt },
        })
        const fileIds = [...known(other), ...missing.ids]
        await stores.tickets.saveSides(withSide(here, other, { fileIds }))
        await stores.outbox.markSent(row, null)
      })
    const there = (await client.run(commands.getItem(place, itemId))).files.map((file) => file.id)
    const unknown = there.filter((id) => !ticket.sides[side].fileIds.includes(id))
    // As many as we sent have come although no answer did.
    if (row.isUncertain && unknown.length >= missing.ids.length) {
      await settle(unknown.slice(0, missing.ids.length), undefined)
      return 'done'
    }
    const { onFailure } = await own.note(ticket, side)
    const files = [...there.map((id) => ({ id })), ...missing.contents]
    return deliveryOf(
      commands.updateItem(place, itemId, { values: { files } }),
      (item) =>
        settle(
          item.files.map((file) => file.id).filter((id) => !there.includes(id)),
          item.updatedAt,
        ),
      { onFailure },
    )
  }
}

type Made = {
  ticket: Ticket
  side: Side
  item: Item
  carried: readonly number[]
  hasOwnFiles: boolean
}

/** Numbers of files that lie with us. */
const isOurs = (fileId: number) => fileId < 0

/** Otherwise it was there before us, and the row in the stage history is somebody else's. */
const isMoved = ({ movedAt, movedBy, updatedAt, updatedBy }: Item): boolean =>
  movedAt === null || (movedAt >= updatedAt - sameMomentMs && movedBy === updatedBy)

const stageIn = (place: Place, { stageId }: { stageId?: string }): Stage | undefined =>
  stageId === undefined ? undefined : stageOf(place, stageId)

const otherSide = (side: Side): Side => (side === 'customer' ? 'partner' : 'customer')

type Seen = NonNullable<Ticket['sides'][Side]['seen']>

const hasForeignChange = (answer: Item, seen: Seen): boolean =>
  answer.stageId !== seen.stageId ||
  answer.title !== seen.title ||
  difference({ title: null, stageId: seen.stageId, values: seen.values }, answer) !== null
