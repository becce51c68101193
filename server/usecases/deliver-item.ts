import type { Side } from '../../shared/sla/history.ts'
import { stageOf } from '../../shared/ticket/place.ts'
import type { Clock } from '../../shared/time.ts'
import type { FileContent } from '../bitrix/files.ts'
import type { addItem, findItemsByXmlId, Item, updateItem } from '../bitrix/items.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { type Delivery, deliveryOf, type Target } from './delivery.ts'
import { seenOf } from './translation.ts'
import { difference, wantedItem } from './wanted-item.ts'

/** An event that comes later is not taken for an echo any more. */
const echoWithinMs = 60_000

type Deps = {
  db: Database
  clock: Clock
  lock: KeyedLock
  commands: {
    addItem: typeof addItem
    updateItem: typeof updateItem
    findItemsByXmlId: typeof findItemsByXmlId
  }
  itemFiles: (ticket: Ticket) => Promise<FileContent[]>
}

/** A *set*: the ticket's item on one side shall look as the ticket says now. */
export function createDeliverItem({ db, clock, lock, commands, itemFiles }: Deps) {
  return prepareItem

  async function prepareItem(row: OutboxRow, target: Target): Promise<Delivery> {
    const { ticket, place, side } = target
    const contract = await db.contracts.find(ticket.contractId)
    const wanted = wantedItem(ticket, { side, place, company: contract?.customerName ?? '' })
    const itemId = ticket.itemIds[side]
    if (itemId === null) return prepareNewItem(row, target, wanted)
    const seen = ticket.sides[side].seen
    const change = seen && difference(wanted, seen)
    if (!change) return 'done'
    const stage = change.stageId === undefined ? undefined : stageOf(place, change.stageId)
    await noteOwnWrite(ticket.id, side, stage)
    return deliveryOf(commands.updateItem(place, itemId, change), (answer) =>
      lock.run(ticket.id, () =>
        db.transaction(async (stores) => {
          const fresh = await stores.tickets.find(ticket.id)
          const state = fresh?.sides[side]
          if (fresh && state?.seen) {
            const seen = {
              ...state.seen,
              ...change,
              values: { ...state.seen.values, ...change.values },
            }
            await stores.tickets.save(withSide(fresh, side, { seen }))
            // Somebody has changed the item in between; his event may have passed for our echo.
            if (hasForeignChange(answer, seen))
              await stores.inbox.add(row.memberId, { kind: 'item', itemId }, clock.now())
          }
          await stores.outbox.markSent(row, null)
        }),
      ),
    )
  }

  /** The mirror in the partner's portal. Its xmlId is the ticket's id, by which a lost answer is found. */
  async function prepareNewItem(
    row: OutboxRow,
    { ticket, place, client }: Target,
    wanted: ReturnType<typeof wantedItem>,
  ): Promise<Delivery> {
    const settle = (item: Item) =>
      lock.run(ticket.id, () =>
        db.transaction(async (stores) => {
          const fresh = await stores.tickets.find(ticket.id)
          if (fresh)
            await stores.tickets.save({
              ...withSide(fresh, 'partner', { seen: seenOf(item) }),
              itemIds: { ...fresh.itemIds, partner: item.id },
            })
          await stores.outbox.markSent(row, null)
        }),
      )
    if (row.isUncertain) {
      const [found] = await client.run(commands.findItemsByXmlId(place, ticket.id))
      if (found) {
        await settle(found)
        return 'done'
      }
    }
    const files = await itemFiles(ticket)
    const command = commands.addItem(place, {
      title: wanted.title ?? ticket.title,
      xmlId: ticket.id,
      stageId: wanted.stageId,
      values: files.length > 0 ? { ...wanted.values, files } : wanted.values,
    })
    return deliveryOf(command, settle)
  }

  /** Before the call, so that its event and its row in the stage history are never taken for a person's. */
  async function noteOwnWrite(ticketId: string, side: Side, stage?: Ticket['stage']) {
    await lock.run(ticketId, async () => {
      const fresh = await db.tickets.find(ticketId)
      if (!fresh) return
      const { ownMoves, echoes } = fresh.sides[side]
      const isNewMove = stage !== undefined && ownMoves.at(-1) !== stage
      await db.tickets.save(
        withSide(fresh, side, {
          ownMoves: isNewMove ? [...ownMoves, stage] : ownMoves,
          echoes: [...echoes.filter((until) => until >= clock.now()), clock.now() + echoWithinMs],
        }),
      )
    })
  }
}

type Seen = NonNullable<Ticket['sides'][Side]['seen']>

const hasForeignChange = (answer: Item, seen: Seen): boolean =>
  answer.stageId !== seen.stageId ||
  answer.title !== seen.title ||
  difference({ title: null, stageId: seen.stageId, values: seen.values }, answer) !== null

function withSide(ticket: Ticket, side: Side, change: Partial<Ticket['sides'][Side]>): Ticket {
  return {
    ...ticket,
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], ...change } },
  }
}
