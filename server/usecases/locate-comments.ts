import type { PortalClients } from '../bitrix/client.ts'
import type { getComment } from '../bitrix/comments.ts'
import type { Database } from '../db/database.ts'
import type { InboxRow } from '../db/inbox-store.ts'

type Deps = { db: Database; clients: PortalClients; getComment: typeof getComment }

type CommentRow = InboxRow & { signal: { commentId: number } }

/** The item in whose card a comment is; null: not one of ours, or nothing that we do not know. */
export type Located = Map<InboxRow['id'], { itemId: number | null } | { error: unknown }>

/**
 * An event names a comment only, and whose card it is in only the portal can say. All that have to
 * be asked for go in one request per portal, because most are of cards that are not ours.
 */
export function createLocateComments({ db, clients, getComment }: Deps) {
  return async function locateComments(rows: readonly InboxRow[]): Promise<Located> {
    const located: Located = new Map()
    const unknown: CommentRow[] = []
    for (const row of rows.filter(isOfComment)) {
      const itemId = await known(row)
      if (itemId === undefined) unknown.push(row)
      else located.set(row.id, { itemId })
    }
    const memberIds = new Set(unknown.map((row) => row.memberId))
    await Promise.all(
      [...memberIds].map((memberId) =>
        ask(
          memberId,
          unknown.filter((row) => row.memberId === memberId),
          located,
        ),
      ),
    )
    return located
  }

  /** What our own records say; undefined when they do not know the comment. */
  async function known({ memberId, signal }: CommentRow): Promise<number | null | undefined> {
    const { commentId, kind } = signal
    if (await db.outbox.isOwnComment(memberId, commentId)) return null
    const itemId = await db.messages.findItem(memberId, commentId)
    if (kind === 'commentDeleted') return itemId ?? null
    // A reading came before its event: it has seen all that there is to see.
    return kind === 'commentAdded' && itemId !== undefined ? null : itemId
  }

  async function ask(
    memberId: string,
    rows: readonly CommentRow[],
    located: Located,
  ): Promise<void> {
    const place = (await db.portals.find(memberId))?.place
    try {
      const client = await clients.forPortal(memberId)
      const outcomes = await client.runAll(rows.map((row) => getComment(row.signal.commentId)))
      for (const [index, row] of rows.entries()) {
        const outcome = outcomes[index]
        if (outcome?.ok === true) {
          const { entityTypeId, entityId } = outcome.value
          const isOurs = place !== undefined && place?.entityTypeId === entityTypeId
          located.set(row.id, { itemId: isOurs ? entityId : null })
        } else if (outcome?.error.retry === 'never') located.set(row.id, { itemId: null })
        else located.set(row.id, { error: outcome?.error })
      }
    } catch (error) {
      for (const row of rows) located.set(row.id, { error })
    }
  }
}

const isOfComment = (row: InboxRow): row is CommentRow => 'commentId' in row.signal
