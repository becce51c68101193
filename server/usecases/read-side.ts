import type { Side } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { PortalClient, PortalClients } from '../bitrix/client.ts'
import type { Comment, listComments } from '../bitrix/comments.ts'
import type { getItem, Item } from '../bitrix/items.ts'
import type { listStageMoves, StageMove } from '../bitrix/stage-history.ts'
import type { getUsers } from '../bitrix/people.ts'
import type { Database } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'

/** What one portal says of a ticket's item. `item` is null when it has been deleted. */
export type SideReading = {
  side: Side
  place: Place
  /** When the reading began: records can only be older. */
  readAt: Instant
  item: Item | null
  moves: StageMove[]
  comments: Comment[]
  /** Names of the people who wrote the comments and the item, by user id. */
  names: Map<number, string>
}

export type ReadCommands = {
  getItem: typeof getItem
  listComments: typeof listComments
  listStageMoves: typeof listStageMoves
  getUsers: typeof getUsers
}

type Deps = { clients: PortalClients; commands: ReadCommands; db: Database; clock: Clock }

export function createReadSide({ clients, commands, db, clock }: Deps) {
  /** Reads item, stage history and comments of one card in one request. */
  return async function readSide(
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
    if (!item.ok && item.error.code === 'NOT_FOUND')
      return { side, place, readAt, item: null, moves: [], comments: [], names: new Map() }
    if (!item.ok) throw item.error
    if (!moves.ok) throw moves.error
    if (!comments.ok) throw comments.error
    const authors = [item.value.createdBy, ...comments.value.map((comment) => comment.authorId)]
    const names = await namesOf(client, portal.memberId, authors)
    return {
      side,
      place,
      readAt,
      item: item.value,
      moves: moves.value,
      comments: comments.value,
      names,
    }
  }

  async function namesOf(
    client: PortalClient,
    memberId: string,
    userIds: readonly number[],
  ): Promise<Map<number, string>> {
    const ids = [...new Set(userIds)]
    const known = await db.portals.namesOf(memberId, ids)
    const missing = ids.filter((id) => !known.has(id))
    if (missing.length === 0) return known
    const found = await client.run(commands.getUsers(missing))
    await db.portals.rememberUsers(memberId, found, clock.now())
    return new Map([...known, ...found])
  }
}
