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
import type { Cause } from '../usecases/sync-ticket.ts'
import { backOffMs } from './back-off.ts'
import type { SideBySide } from './side-by-side.ts'

type Deps = {
  db: Database
  locateComments: (rows: readonly InboxRow[]) => Promise<Located>
  sync: {
    item(portal: Portal | undefined, itemId: number, cause: Cause): Promise<void>
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
  run: (work: Work, portal: Portal | undefined) => Promise<void>
}

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
    const works = new Map<string, Work>()
    for (const row of rows) await sort(row, located, works)
    // Side by side, so that what they ask of one portal folds into few requests.
    await Promise.all([...works.values()].map((work) => attempt(work, portal)))
    return true
  }

  /** Finds out which ticket a signal is about; what is nobody's is forgotten. */
  async function sort(row: InboxRow, located: Located, works: Map<string, Work>): Promise<void> {
    const where = located.get(row.id)
    if (where && 'error' in where) return postpone([row], where.error)
    const target = targetOf(row, where?.itemId ?? null)
    if (!target) return db.inbox.remove([row.id])
    const work = works.get(target.key) ?? { run: target.run, rows: [], comments: [] }
    works.set(target.key, work)
    work.rows.push(row)
    if (where?.read) work.comments.push(where.read)
  }

  function targetOf(row: InboxRow, itemOfComment: number | null) {
    const { memberId, signal } = row
    if ('itemId' in signal) return itemTarget(memberId, signal.itemId)
    if ('commentId' in signal)
      return itemOfComment === null ? undefined : itemTarget(memberId, itemOfComment)
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
      run: ({ rows, comments }: Work, portal: Portal | undefined) =>
        sync.item(portal, itemId, {
          inboxIds: idsOf(rows),
          events: eventsOf(
            rows.map((row) => row.signal),
            comments,
          ),
        }),
    }
  }

  async function attempt(work: Work, portal: Portal | undefined): Promise<void> {
    try {
      await work.run(work, portal)
    } catch (error) {
      // Its signals wait for the next step, which reads the ticket anew.
      if (!(error instanceof StaleError)) await postpone(work.rows, error)
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

/** Events that need not lead to a reading of the whole card. */
function eventsOf(signals: readonly Signal[], comments: readonly ReadComment[]): Cause['events'] {
  const count = (kind: Signal['kind']) => signals.filter((signal) => signal.kind === kind).length
  const updates = count('itemUpdated')
  const isAll = updates + count('itemAdded') + comments.length === signals.length
  return isAll ? { updates, comments } : null
}

type Delivered = Extract<Signal, { kind: 'delivered' }>

/** On each channel once; the earliest counts. */
function deliveredFact({ messageId, at, channel }: Delivered): Fact {
  const id = channel ? `delivered:${channel}:${messageId}` : `delivered:${messageId}`
  return { kind: 'delivered', id, at, recordedAt: at, messageId, ...(channel && { channel }) }
}
