import type { Side } from '../../shared/sla/history.ts'
import { stageOf, type Place } from '../../shared/ticket/place.ts'
import type { Clock } from '../../shared/time.ts'
import type { Command, PortalClient } from '../bitrix/client.ts'
import type { addComment, Comment, listComments } from '../bitrix/comments.ts'
import type { FileContent } from '../bitrix/files.ts'
import type { addItem, findItemsByXmlId, Item, updateItem } from '../bitrix/items.ts'
import type { notifyUser } from '../bitrix/notify.ts'
import type { Database } from '../db/database.ts'
import type { OutboxRow } from '../db/outbox-store.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { factIdOf, sameWords } from './translate-comments.ts'
import { seenOf } from './translation.ts'
import { difference, wantedItem } from './wanted-item.ts'

export type DeliverCommands = {
  addItem: typeof addItem
  updateItem: typeof updateItem
  findItemsByXmlId: typeof findItemsByXmlId
  addComment: typeof addComment
  listComments: typeof listComments
  notifyUser: typeof notifyUser
}

type Deps = {
  db: Database
  lock: KeyedLock
  clock: Clock
  commands: DeliverCommands
  itemFiles(ticket: Ticket): Promise<FileContent[]>
  messageFiles(ticket: Ticket, messageId: string): Promise<FileContent[]>
  wake(): void
}

/**
 * How one effect is carried out: a command for the portal and what to keep of its answer.
 * 'done' needs no call; 'notYet' waits for something that has to be delivered before.
 */
export type Delivery =
  { command: Command<unknown>; settle: (value: unknown) => Promise<void> } | 'done' | 'notYet'

export function createDeliverEffect(deps: Deps) {
  const { db, lock, clock, commands } = deps

  return async function prepare(row: OutboxRow, client: PortalClient): Promise<Delivery> {
    const ticket = await db.tickets.find(row.ticketId)
    const place = (await db.portals.find(row.memberId))?.place
    if (!ticket || !place) return 'notYet'
    const { effect } = row
    switch (effect.kind) {
      case 'item':
        return prepareItem(row, { ticket, place, client, side: effect.side })
      case 'comment':
        return prepareComment(row, effect, { ticket, place, client, side: effect.side })
      case 'notify':
        return of(commands.notifyUser(effect.userId, effect.text, row.key), () =>
          db.outbox.markSent(row, null),
        )
    }
  }

  type Target = { ticket: Ticket; place: Place; client: PortalClient; side: Side }

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
    if (stage) await noteOwnMove(ticket.id, side, stage)
    return of(commands.updateItem(place, itemId, change), () =>
      lock.run(ticket.id, () =>
        db.transaction(async (stores) => {
          const fresh = await stores.tickets.find(ticket.id)
          const state = fresh?.sides[side]
          if (fresh && state?.seen)
            await stores.tickets.save(
              withSide(fresh, side, {
                seen: {
                  ...state.seen,
                  ...change,
                  values: { ...state.seen.values, ...change.values },
                },
              }),
            )
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
    const files = await deps.itemFiles(ticket)
    const command = commands.addItem(place, {
      title: wanted.title ?? ticket.title,
      xmlId: ticket.id,
      stageId: wanted.stageId,
      values: files.length > 0 ? { ...wanted.values, files } : wanted.values,
    })
    return of(command, settle)
  }

  async function prepareComment(
    row: OutboxRow,
    effect: { text: string; messageId: string | null },
    { ticket, place, client, side }: Target,
  ): Promise<Delivery> {
    const itemId = ticket.itemIds[side]
    if (itemId === null) return 'notYet'
    const { messageId } = effect
    const settle = (commentId: number) => settleComment(row, commentId, messageId)
    if (row.isUncertain) {
      const comments = await client.run(commands.listComments(place, itemId))
      const found = comments.find((comment: Comment) => sameWords(comment.text, effect.text))
      if (found) {
        await settle(found.id)
        return 'done'
      }
    }
    const files = messageId === null ? [] : await deps.messageFiles(ticket, messageId)
    return of(commands.addComment(place, itemId, { text: effect.text, files }), settle)
  }

  /** A message has arrived: the other side can read it from now on. */
  async function settleComment(
    row: OutboxRow,
    commentId: number,
    messageId: string | null,
  ): Promise<void> {
    const now = clock.now()
    const { ticketId } = row
    await lock.run(ticketId, () =>
      db.transaction(async (stores) => {
        await stores.outbox.markSent(row, commentId)
        if (messageId === null) return
        await stores.messages.markDelivered(messageId, commentId, now)
        const message = await stores.messages.find(messageId)
        if (message)
          await stores.inbox.add(
            row.memberId,
            { kind: 'delivered', ticketId, messageId: factIdOf(message), at: now },
            now,
          )
      }),
    )
    deps.wake()
  }

  /** Before the call, so that the portal's record of it is never taken for a person's move. */
  async function noteOwnMove(ticketId: string, side: Side, stage: Ticket['stage']): Promise<void> {
    await lock.run(ticketId, async () => {
      const fresh = await db.tickets.find(ticketId)
      if (!fresh) return
      const { ownMoves } = fresh.sides[side]
      if (ownMoves.at(-1) !== stage)
        await db.tickets.save(withSide(fresh, side, { ownMoves: [...ownMoves, stage] }))
    })
  }
}

function of<T>(command: Command<T>, settle: (value: T) => Promise<void>): Delivery {
  return { command, settle: (value) => settle(value as T) }
}

function withSide(ticket: Ticket, side: Side, change: Partial<Ticket['sides'][Side]>): Ticket {
  return {
    ...ticket,
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], ...change } },
  }
}
