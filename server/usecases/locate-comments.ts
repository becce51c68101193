import type { Clock, Instant } from '../../shared/time.ts'
import type { Outcome, PortalClients } from '../bitrix/client.ts'
import type { Comment, getComment } from '../bitrix/comments.ts'
import type { Database } from '../db/database.ts'
import type { InboxRow } from '../db/inbox-store.ts'
import { inOurTime } from './read-side.ts'

type Deps = { db: Database; clients: PortalClients; getComment: typeof getComment; clock: Clock }

type CommentRow = InboxRow & { signal: { commentId: number } }

/** A comment as it read between the two instants. */
export type ReadComment = { comment: Comment; readAt: Instant; receivedAt: Instant }

/**
 * The item in whose card a comment is, with the comment where the portal was asked; `itemId` is null
 * when the comment is in none of our cards, or holds nothing that we do not know.
 */
type Place = { itemId: number | null; read?: ReadComment }
export type Located = Map<InboxRow['id'], Place | { error: unknown }>

const nowhere: Place = { itemId: null }

/**
 * An event names a comment only, and whose card it is in only the portal can say. All that have to
 * be asked for go in one request per portal, because most are of cards that are not ours.
 */
export function createLocateComments({ db, clients, getComment, clock }: Deps) {
  /** Comments of cards that are not ours, where they stay; oldest first. */
  const strangers = new Set<string>()

  return async function locateComments(rows: readonly InboxRow[]): Promise<Located> {
    const located: Located = new Map()
    const unknown: CommentRow[] = []
    for (const row of rows.filter(isOfComment)) {
      const place = await known(row)
      if (place) located.set(row.id, place)
      else unknown.push(row)
    }
    const memberIds = [...new Set(unknown.map((row) => row.memberId))]
    await Promise.all(
      memberIds.map(async (memberId) => {
        const own = unknown.filter((row) => row.memberId === memberId)
        const places = await ask(memberId, own).catch((error: unknown) =>
          own.map(() => ({ error })),
        )
        for (const [index, row] of own.entries()) located.set(row.id, places[index] ?? nowhere)
      }),
    )
    return located
  }

  /** What our own records say; undefined when the portal has to be asked. */
  async function known({ memberId, signal }: CommentRow): Promise<Place | undefined> {
    const { commentId, kind } = signal
    if (strangers.has(keyOf(memberId, commentId))) return nowhere
    if (await db.outbox.isOwnComment(memberId, commentId)) return nowhere
    if (kind === 'commentUpdated') return undefined
    const itemId = await db.messages.findItem(memberId, commentId)
    if (kind === 'commentDeleted') return { itemId: itemId ?? null }
    // A reading came before its event: it has seen all that there is to see.
    return itemId === undefined ? undefined : nowhere
  }

  async function ask(memberId: string, rows: readonly CommentRow[]) {
    const entityTypeId = (await db.portals.find(memberId))?.place?.entityTypeId
    const client = await clients.forPortal(memberId)
    const readAt = clock.now()
    const outcomes = await client.runAll(rows.map((row) => getComment(row.signal.commentId)))
    const receivedAt = clock.now()
    const skewMs = client.skewMs()
    return outcomes.map((outcome) => {
      const place = placeOf(outcome, entityTypeId, { readAt, receivedAt, skewMs })
      if (outcome.ok && place === nowhere) remember(keyOf(memberId, outcome.value.id))
      return place
    })
  }

  /** The portal's offline queue tells of them once more, and so does each edit. */
  function remember(key: string): void {
    strangers.add(key)
    const [oldest] = strangers
    if (strangers.size > mostRemembered && oldest !== undefined) strangers.delete(oldest)
  }
}

const mostRemembered = 20_000
const keyOf = (memberId: string, commentId: number) => `${memberId}:${String(commentId)}`

function placeOf(
  outcome: Outcome<Comment>,
  entityTypeId: number | undefined,
  { skewMs, ...times }: { readAt: Instant; receivedAt: Instant; skewMs: number },
): Place | { error: unknown } {
  if (!outcome.ok) return outcome.error.retry === 'never' ? nowhere : { error: outcome.error }
  const comment = outcome.value
  if (entityTypeId === undefined || comment.entityTypeId !== entityTypeId) return nowhere
  return { itemId: comment.entityId, read: { comment: inOurTime(comment, skewMs), ...times } }
}

const isOfComment = (row: InboxRow): row is CommentRow => 'commentId' in row.signal
