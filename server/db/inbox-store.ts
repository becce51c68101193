import { z } from 'zod'
import { outsideChannelSchema } from '../../shared/sla/history.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Portals } from './ours.ts'

const id = z.number().int()

/** That something may have happened in a portal; what it was is read from the portal itself. */
export const signalSchema = z.discriminatedUnion('kind', [
  /** Somebody knows that there is something to see. */
  z.object({ kind: z.literal('item'), itemId: id }),
  /**
   * A sweep wants to see the item, because of a change at that time or after long; everything else goes
   * before it.
   */
  z.object({ kind: z.literal('swept'), itemId: id, updatedAt: id.optional() }),
  z.object({ kind: z.literal('itemAdded'), itemId: id }),
  /** May be the echo of our own write. */
  z.object({ kind: z.literal('itemUpdated'), itemId: id }),
  z.object({ kind: z.literal('itemDeleted'), itemId: id }),
  z.object({ kind: z.literal('commentAdded'), commentId: id }),
  z.object({ kind: z.literal('commentUpdated'), commentId: id }),
  z.object({ kind: z.literal('commentDeleted'), commentId: id }),
  /** A robot of the portal waits for its work to be done. */
  z.object({ kind: z.literal('robot'), token: z.string() }),
  /** Somebody has pressed a button of our card in a timeline; `id` is the same however often it is told. */
  z.object({
    kind: z.literal('cardPressed'),
    id: z.string(),
    activityId: id,
    button: z.string(),
    userId: id,
  }),
  /** A person of a customer has filed or written something without his portal. */
  z.object({ kind: z.literal('outside'), ticketId: z.string(), postId: z.string() }),
  /** Time has come for a clock of the ticket. */
  z.object({ kind: z.literal('tick'), ticketId: z.string() }),
  /** The other side's portal has accepted a message, or a reader's mail server, or it was shown to one. */
  z.object({
    kind: z.literal('delivered'),
    ticketId: z.string(),
    messageId: z.string(),
    at: id,
    channel: outsideChannelSchema.optional(),
  }),
])
export type Signal = z.infer<typeof signalSchema>

export type InboxRow = {
  id: number
  memberId: string
  signal: Signal
  receivedAt: Instant
  attempts: number
}

export const newInboxRow = (memberId: string, signal: Signal, now: Instant) => ({
  member_id: memberId,
  signal: JSON.stringify(signal),
  received_at: now,
  not_before: now,
  attempts: 0,
  problem: null,
  is_upkeep: signal.kind === 'swept' ? 1 : 0,
})

export type InboxStore = ReturnType<typeof createInboxStore>

/** Signals that wait to be worked on; a row is deleted in the transaction that did its work. */
export function createInboxStore(db: Db) {
  return {
    async add(memberId: string, signal: Signal, now: Instant): Promise<void> {
      await db
        .insertInto('inbox')
        .values(newInboxRow(memberId, signal, now))
        .execute()
    },

    /** What is due at `now`: what sweeps ask for only when nothing else is; oldest first. */
    async listDue(now: Instant, limit: number, portals: Portals): Promise<InboxRow[]> {
      const rows = await db
        .selectFrom('inbox')
        .selectAll()
        .where('not_before', '<=', now)
        .where(among(db, 'member_id', portals))
        .orderBy('is_upkeep')
        .orderBy('id')
        .limit(limit)
        .execute()
      const isBusy = rows[0]?.is_upkeep === 0
      return rows
        .filter((row) => !isBusy || row.is_upkeep === 0)
        .map((row) => ({
          id: row.id,
          memberId: row.member_id,
          signal: signalSchema.parse(JSON.parse(row.signal)),
          receivedAt: row.received_at,
          attempts: row.attempts,
        }))
    },

    async remove(ids: readonly number[]): Promise<void> {
      if (ids.length === 0) return
      await db
        .deleteFrom('inbox')
        .where('id', 'in', [...ids])
        .execute()
    },

    async postpone(ids: readonly number[], until: Instant, problem: string): Promise<void> {
      await db
        .updateTable('inbox')
        .set(({ eb }) => ({ not_before: until, problem, attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', [...ids])
        .execute()
    },

    async count(): Promise<number> {
      const { count } = await db
        .selectFrom('inbox')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
  }
}
