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
import { askedTogether } from './asked-together.ts'
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
  const namesKnown = askedTogether((memberId: string, ...ids: number[]) =>
    db.portals.namesOf(memberId, ids),
  )
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
    const skewMs = client.skewMs()
    const filed = { ...item.value, createdAt: item.value.createdAt - skewMs }
    const said = comments.value.map((comment) => inOurTime(comment, skewMs))
    const names = await namesOf(portal.memberId, [
      { by: filed.createdBy, at: filed.createdAt },
      ...said.map(writingOf),
    ])
    return {
      side,
      place,
      readAt,
      receivedAt,
      item: filed,
      moves: moves.value.map((move) => ({ ...move, at: move.at - skewMs })),
      comments: said,
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
    const names = await namesOf(portal.memberId, comments.map(writingOf))
    const receivedAt = Math.max(0, ...read.map((one) => one.receivedAt))
    return { side, receivedAt, comments, names }
  }

  /** The portal is asked for people whom we do not know; for one who was erased, when he has written since. */
  async function namesOf(
    memberId: string,
    writings: readonly Writing[],
  ): Promise<Map<number, string>> {
    const ids = [...new Set(writings.map(({ by }) => by))]
    const known = await namesKnown(memberId, ...ids)
    const unknown = writings.filter(({ by }) => !known.has(by))
    if (unknown.length === 0) return known
    const erasedAt = await db.people.erasedAt(
      memberId,
      unknown.map(({ by }) => by),
    )
    const missing = unknown.filter(({ by, at }) => at > (erasedAt.get(by) ?? -Infinity))
    if (missing.length === 0) return known
    const client = await clients.forPortal(memberId)
    const found = await client.run(commands.getUsers([...new Set(missing.map(({ by }) => by))]))
    await db.portals.rememberUsers(memberId, found, clock.now())
    return new Map([...known, ...found])
  }
}

/** Who wrote something, and when. */
type Writing = { by: number; at: Instant }

const writingOf = ({ authorId, createdAt }: Comment): Writing => ({ by: authorId, at: createdAt })
