import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { Comment, listComments } from '../bitrix/comments.ts'
import type { getItem, Item } from '../bitrix/items.ts'
import type { listStageMoves, StageMove } from '../bitrix/stage-history.ts'
import type { getUsers } from '../bitrix/people.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import type { ReadComment } from './locate-comments.ts'
import type { CommentsReading } from './translate-comments.ts'

/** What one portal says of a ticket's item. `item` is null when it has been deleted. */
export type SideReading = {
  side: Side
  place: Place
  /** When the reading began: what it did not see can only be later. */
  readAt: Instant
  /** When it came: what it saw can only be earlier. */
  receivedAt: Instant
  item: Item | null
  moves: StageMove[]
  comments: Comment[]
  /** Names of the people who wrote the comments and the item, by user id. */
  names: Map<number, string>
}

/** As our clock would have shown when the portal wrote it down («Times»). */
export const inOurTime = (comment: Comment, skewMs: number): Comment => ({
  ...comment,
  createdAt: comment.createdAt - skewMs,
})

export type ReadCommands = {
  getItem: typeof getItem
  listComments: typeof listComments
  listStageMoves: typeof listStageMoves
  getUsers: typeof getUsers
}

type Deps = { clients: PortalClients; commands: ReadCommands; db: Database; clock: Clock }

export function createReadSide({ clients, commands, db, clock }: Deps) {
  return { readSide, readAuthors }

  /** Reads item, stage history and comments of one card in one request. */
  async function readSide(
    portal: Portal & { place: Place },
    side: Side,
    itemId: number,
  ): Promise<SideReading> {
    const { place } = portal
    const client = await clients.forPortal(portal.memberId)
    const readAt = clock.now()
    const [item, moves, comments] = await client.runAll([
      commands.getItem(place, itemId),
      commands.listStageMoves(place, itemId),
      commands.listComments(place, itemId),
    ])
    const receivedAt = clock.now()
    if (!item.ok && item.error.code === 'NOT_FOUND')
      return {
        side,
        place,
        readAt,
        receivedAt,
        item: null,
        moves: [],
        comments: [],
        names: new Map(),
      }
    if (!item.ok) throw item.error
    if (!moves.ok) throw moves.error
    if (!comments.ok) throw comments.error
    const authors = [item.value.createdBy, ...comments.value.map((comment) => comment.authorId)]
    const names = await namesOf(portal.memberId, authors)
    const skewMs = client.skewMs()
    return {
      side,
      place,
      readAt,
      receivedAt,
      item: { ...item.value, createdAt: item.value.createdAt - skewMs },
      moves: moves.value.map((move) => ({ ...move, at: move.at - skewMs })),
      comments: comments.value.map((comment) => inOurTime(comment, skewMs)),
      names,
    }
  }

  /** Single comments that were read already; their authors' names are missing. */
  async function readAuthors(
    portal: Portal,
    side: Side,
    read: readonly ReadComment[],
  ): Promise<CommentsReading> {
    const newest = new Map(read.map(({ comment }) => [comment.id, comment]))
    const comments = [...newest.values()].toSorted((a, b) => a.id - b.id)
    const authors = comments.map((comment) => comment.authorId)
    const names = await namesOf(portal.memberId, authors)
    const receivedAt = Math.max(0, ...read.map((one) => one.receivedAt))
    return { side, receivedAt, comments, names }
  }

  async function namesOf(
    memberId: string,
    userIds: readonly number[],
  ): Promise<Map<number, string>> {
    const ids = [...new Set(userIds)]
    const known = await db.portals.namesOf(memberId, ids)
    const missing = ids.filter((id) => !known.has(id))
    if (missing.length === 0) return known
    const client = await clients.forPortal(memberId)
    const found = await client.run(commands.getUsers(missing))
    await db.portals.rememberUsers(memberId, found, clock.now())
    return new Map([...known, ...found])
  }
}
