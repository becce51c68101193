import type { Logger } from 'pino'
import type { Fact } from '../../shared/sla/history.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { InboxRow, Signal } from '../db/inbox-store.ts'
import type { Portal } from '../db/portals-store.ts'
import { StaleError } from '../errors.ts'
import type { Located, ReadComment } from '../usecases/locate-comments.ts'
import type { PressCard } from '../usecases/press-card.ts'
import type { Cause, Looked } from '../usecases/sync-ticket.ts'
import { backOffMs } from './back-off.ts'
import type { SideBySide } from './side-by-side.ts'

type Deps = {
  db: Database
  locateComments: (rows: readonly InboxRow[]) => Promise<Located>
  sync: {
    item(portal: Portal | undefined, itemId: number, cause: Cause): Promise<Looked>
    ticket(ticketId: string, facts: readonly Fact[], inboxIds: readonly number[]): Promise<void>
  }
  portals: SideBySide
  runRobot: (memberId: string, token: string, inboxIds: readonly number[]) => Promise<void>
  pressCard: PressCard
  takeOutsidePost: (postId: string, inboxIds: readonly number[]) => Promise<void>
  clock: Clock
  log: Logger
}

/** Signals that one look answers. */
type Work = {
  rows: InboxRow[]
  /** Comments that were read already, to find out where they are. */
  comments: ReadComment[]
  /** The item that it looks at. */
  itemId?: number
  run: (work: Work, around: Around) => Promise<unknown>
}

/** What is read once for a step: the portal, and tickets by their items. */
type Around = { portal: Portal | undefined; ticketIds: ReadonlyMap<number, string> }

type Target = Pick<Work, 'itemId' | 'run'> & { key: string }

const nobodys: Target = { key: 'nobodys', run: () => Promise.resolve<Looked>('spent') }

const stepSize = 200

/** Works off what doors and sweeps stored. Signals of one ticket fold into one look at it. */
export function createProcessInbox(deps: Deps) {
  const { db, locateComments, sync, runRobot, pressCard, takeOutsidePost } = deps
  const { portals, clock, log } = deps
  return async function processInbox(ours: Ours): Promise<boolean> {
    const rows = await db.inbox.listDue(clock.now(), stepSize, portals.quiet(ours))
    return portals.run(rows, processPortal)
  }

  async function processPortal(memberId: string, rows: readonly InboxRow[]): Promise<boolean> {
    const portal = await db.portals.find(memberId)
    const located = await locateComments(rows)
    const sorted = new Map<string, Work>()
    for (const row of rows) await sort(row, located, sorted)
    const works = [...sorted.values()]
    const itemIds = works.flatMap(({ itemId }) => itemId ?? [])
    const ticketIds = await db.tickets.idsOfItems(memberId, itemIds)
    // Side by side, so that what they ask of one portal folds into few requests.
    const spent = await Promise.all(works.map((work) => attempt(work, { portal, ticketIds })))
    await db.inbox.remove(idsOf(spent.flat()))
    return true
  }

  /** Finds out which ticket a signal is about; what is nobody's is forgotten. */
  async function sort(row: InboxRow, located: Located, works: Map<string, Work>): Promise<void> {
    const where = located.get(row.id)
    if (where && 'error' in where) return postpone([row], where.error)
    const target = targetOf(row, where?.itemId ?? null)
    const work = works.get(target.key) ?? { ...target, rows: [], comments: [] }
    works.set(target.key, work)
    work.rows.push(row)
    if (where?.read) work.comments.push(where.read)
  }

  function targetOf(row: InboxRow, itemOfComment: number | null): Target {
    const { memberId, signal } = row
    if ('itemId' in signal) return itemTarget(memberId, signal.itemId)
    if ('commentId' in signal)
      return itemOfComment === null ? nobodys : itemTarget(memberId, itemOfComment)
    if (signal.kind === 'robot')
      return {
        key: `robot:${signal.token}`,
        run: ({ rows }: Work) => runRobot(memberId, signal.token, idsOf(rows)),
      }
    if (signal.kind === 'cardPressed')
      return { key: `press:${String(row.id)}`, run: () => pressCard(row, signal) }
    if (signal.kind === 'outside') return { key: `outside:${signal.ticketId}`, run: takeOutside }
    if (signal.kind === 'tick') return ticketTarget(signal.ticketId, signal.ticketId, [])
    const fact = deliveredFact(signal)
    return ticketTarget(`${signal.ticketId}:${fact.id}`, signal.ticketId, [fact])
  }

  /** In the order in which they came: a ticket before what was written into it. */
  async function takeOutside({ rows }: Work): Promise<void> {
    for (const { id, signal } of rows)
      if (signal.kind === 'outside') await takeOutsidePost(signal.postId, [id])
  }

  function ticketTarget(key: string, ticketId: string, facts: readonly Fact[]) {
    return {
      key,
      run: ({ rows }: Work) => sync.ticket(ticketId, facts, idsOf(rows)),
    }
  }

  function itemTarget(memberId: string, itemId: number) {
    return {
      key: `${memberId}:${String(itemId)}`,
      itemId,
      run: ({ rows, comments }: Work, { portal, ticketIds }: Around) =>
        sync.item(portal, itemId, {
          inboxIds: idsOf(rows),
          ticketId: ticketIds.get(itemId),
          ...eventsOf(
            rows.map((row) => row.signal),
            comments,
          ),
        }),
    }
  }

  /** @returns signals that may be removed */
  async function attempt(work: Work, around: Around): Promise<InboxRow[]> {
    try {
      return (await work.run(work, around)) === 'spent' ? work.rows : []
    } catch (error) {
      // Its signals wait for the next step, which reads the ticket anew.
      if (!(error instanceof StaleError)) await postpone(work.rows, error)
      return []
    }
  }

  async function postpone(rows: readonly InboxRow[], error: unknown): Promise<void> {
    const attempts = Math.max(...rows.map((row) => row.attempts))
    await db.inbox.postpone(
      idsOf(rows),
      clock.now() + backOffMs(attempts, error),
      error instanceof Error ? error.message : String(error),
    )
    log.warn({ err: error, inboxIds: idsOf(rows) }, 'signals postponed')
  }
}

const idsOf = (rows: readonly InboxRow[]) => rows.map((row) => row.id)

/** How often the item was updated, and what came besides that need not lead to a reading of its card. */
function eventsOf(
  signals: readonly Signal[],
  comments: readonly ReadComment[],
): Pick<Cause, 'updates' | 'events'> {
  const count = (kind: Signal['kind']) => signals.filter((signal) => signal.kind === kind).length
  const updates = count('itemUpdated')
  const swept = signals.flatMap((signal) =>
    signal.kind === 'swept' ? (signal.updatedAt ?? []) : [],
  )
  const known = updates + count('itemAdded') + comments.length + swept.length
  return { updates, events: known === signals.length ? { comments, swept } : null }
}

type Delivered = Extract<Signal, { kind: 'delivered' }>

/** On each channel once; the earliest counts. */
function deliveredFact({ messageId, at, channel }: Delivered): Fact {
  const id = channel ? `delivered:${channel}:${messageId}` : `delivered:${messageId}`
  return { kind: 'delivered', id, at, recordedAt: at, messageId, ...(channel && { channel }) }
}
