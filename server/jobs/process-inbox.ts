import type { Logger } from 'pino'
import type { Fact } from '../../shared/sla/history.ts'
import type { Place } from '../../shared/ticket/place.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { getComment } from '../bitrix/comments.ts'
import type { Database } from '../db/database.ts'
import type { InboxRow } from '../db/inbox-store.ts'

type Deps = {
  db: Database
  clients: PortalClients
  getComment: typeof getComment
  sync: {
    item(memberId: string, itemId: number, inboxIds: readonly number[]): Promise<void>
    ticket(ticketId: string, facts: readonly Fact[], inboxIds: readonly number[]): Promise<void>
  }
  clock: Clock
  log: Logger
}

type Work = { run: (inboxIds: readonly number[]) => Promise<void>; inboxIds: number[] }

const stepSize = 200

/** Works off what doors and sweeps stored. Signals of one ticket fold into one look at it. */
export function createProcessInbox(deps: Deps) {
  const { db, clients, sync, clock, log } = deps

  return async function processInbox(): Promise<boolean> {
    const rows = await db.inbox.listDue(clock.now(), stepSize)
    const works = new Map<string, Work>()
    for (const row of rows) await sort(row, works)
    for (const work of works.values()) await attempt(work)
    return rows.length > 0
  }

  /** Finds out which ticket a signal is about; what is nobody's is forgotten. */
  async function sort(row: InboxRow, works: Map<string, Work>): Promise<void> {
    try {
      const target = await targetOf(row)
      const work = target && works.get(target.key)
      if (!target) await db.inbox.remove([row.id])
      else if (work) work.inboxIds.push(row.id)
      else works.set(target.key, { run: target.run, inboxIds: [row.id] })
    } catch (error) {
      await postpone([row], error)
    }
  }

  async function targetOf({ memberId, signal }: InboxRow) {
    switch (signal.kind) {
      case 'tick':
        return ticketTarget(signal.ticketId, signal.ticketId, [])
      case 'delivered': {
        const fact = deliveredFact(signal)
        return ticketTarget(`${signal.ticketId}:${fact.id}`, signal.ticketId, [fact])
      }
      case 'item':
      case 'itemDeleted':
        return itemTarget(memberId, signal.itemId)
      case 'comment':
        return commentTarget(memberId, signal.commentId)
      case 'commentDeleted': {
        const itemId = await db.messages.findItem(memberId, signal.commentId)
        return itemId === undefined ? undefined : itemTarget(memberId, itemId)
      }
    }
  }

  function ticketTarget(key: string, ticketId: string, facts: readonly Fact[]) {
    return { key, run: (ids: readonly number[]) => sync.ticket(ticketId, facts, ids) }
  }

  function itemTarget(memberId: string, itemId: number) {
    return {
      key: `${memberId}:${String(itemId)}`,
      run: (ids: readonly number[]) => sync.item(memberId, itemId, ids),
    }
  }

  /** The event names only the comment; whose card it is in only the portal can say. */
  async function commentTarget(memberId: string, commentId: number) {
    if (await db.outbox.isOwnComment(memberId, commentId)) return undefined
    const place = (await db.portals.find(memberId))?.place
    if (!place) return undefined
    const itemId = await itemOfComment(memberId, commentId, place)
    return itemId === undefined ? undefined : itemTarget(memberId, itemId)
  }

  async function itemOfComment(memberId: string, commentId: number, place: Place) {
    const client = await clients.forPortal(memberId)
    const [outcome] = await client.runAll([deps.getComment(commentId)])
    if (!outcome.ok) {
      if (outcome.error.retry === 'never') return undefined
      throw outcome.error
    }
    const comment = outcome.value
    return comment.entityTypeId === place.entityTypeId ? comment.entityId : undefined
  }

  async function attempt(work: Work): Promise<void> {
    try {
      await work.run(work.inboxIds)
    } catch (error) {
      await postpone(
        work.inboxIds.map((id) => ({ id, attempts: 1 })),
        error,
      )
    }
  }

  async function postpone(rows: readonly Pick<InboxRow, 'id' | 'attempts'>[], error: unknown) {
    const attempts = Math.max(...rows.map((row) => row.attempts))
    await db.inbox.postpone(
      rows.map((row) => row.id),
      clock.now() + backOffMs(attempts),
      error instanceof Error ? error.message : String(error),
    )
    log.warn({ err: error, inboxIds: rows.map((row) => row.id) }, 'signals postponed')
  }
}

function deliveredFact(signal: { messageId: string; at: Instant }): Fact {
  return {
    kind: 'delivered',
    id: `delivered:${signal.messageId}`,
    at: signal.at,
    recordedAt: signal.at,
    messageId: signal.messageId,
  }
}

const backOffMs = (attempts: number) => Math.min(1000 * 2 ** attempts, 10 * 60_000)
