import { type ExpressionBuilder, type Selectable, sql, type SqlBool } from 'kysely'
import type { Level } from '../../shared/sla/level.ts'
import type { Instant } from '../../shared/time.ts'
import { type Effect, effectSchema, isSet, isTold, type NewEffect, wordedIn } from './effect.ts'
import type { Db } from './open-db.ts'
import { createOutboxDoubtsStore } from './outbox-doubts-store.ts'
import { among, type Portals } from './ours.ts'
import { createOwnCommentsStore } from './own-comments-store.ts'
import { languagesOf } from './portal-languages.ts'
import type { Schema } from './schema.ts'

export type OutboxRow = {
  id: number
  memberId: string
  ticketId: string
  key: string
  effect: Effect
  attempts: number
  /** Grows with each new wish; a delivery of an older one does not finish the row. */
  revision: number
  /** The last attempt may have taken effect although no answer came. */
  isUncertain: boolean
}

export type NewOutboxRow = Pick<OutboxRow, 'memberId' | 'ticketId' | 'key'> & { effect: NewEffect }

export type OutboxStore = ReturnType<typeof createOutboxStore>

export function createOutboxStore(db: Db) {
  return {
    ...createOutboxDoubtsStore(db),
    ...createOwnCommentsStore(db),

    /** Adds effects, worded as their portals speak; a tell whose key is known is left alone, a set waits (again) to be delivered. */
    async add(rows: readonly NewOutboxRow[], level: Level, now: Instant): Promise<void> {
      const said = rows.filter(({ effect }) => isTold(effect))
      const languageOf = await languagesOf(
        db,
        said.map(({ memberId }) => memberId),
      )
      const worded = rows.map((row) => ({
        ...row,
        effect: wordedIn(languageOf(row.memberId), row.effect),
      }))
      for (const { ofSets, rows: alike } of runsOf(worded)) {
        const insert = db.insertInto('outbox').values(alike.map((row) => newRow(row, level, now)))
        await (
          ofSets
            ? insert.onConflict((conflict) =>
                conflict.column('key').doUpdateSet(({ eb }) => ({
                  state: 'waiting',
                  level,
                  not_before: now,
                  // One that had been delivered begins to wait now.
                  created_at: eb
                    .case()
                    .when('outbox.state', '=', 'sent')
                    .then(now)
                    .else(eb.ref('outbox.created_at'))
                    .end(),
                  revision: eb('outbox.revision', '+', 1),
                })),
              )
            : insert.onConflict((conflict) => conflict.column('key').doNothing())
        ).execute()
      }
    },

    /** A ticket's effects stay in their order when its level changes. */
    async moveToLevel(ticketId: string, level: Level): Promise<void> {
      await db
        .updateTable('outbox')
        .set({ level })
        .where('ticket_id', '=', ticketId)
        .where('state', '=', 'waiting')
        .execute()
    },

    /** What is due at `now`: the most critical tickets first, in the order in which it came. */
    async listDue(now: Instant, limit: number, portals: Portals): Promise<OutboxRow[]> {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('not_before', '<=', now)
        .where(isWellKnown)
        .where(among(db, 'member_id', portals))
        .orderBy('level')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(toOutboxRow)
    },

    /** @returns whether that is news; somebody else may have found out before */
    async markSent(
      row: Pick<OutboxRow, 'id' | 'revision'>,
      commentId: number | null,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({
          state: sentIfStill(row.revision),
          ...untroubled,
          ...(commentId !== null && { comment_id: commentId }),
        })
        .where('id', '=', row.id)
        .where('state', '!=', 'sent')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Effects of which nothing but that they are done is to be kept. */
    async markDone(rows: readonly Pick<OutboxRow, 'id' | 'revision'>[]): Promise<void> {
      for (const revision of new Set(rows.map((row) => row.revision))) {
        const ids = rows.filter((row) => row.revision === revision).map((row) => row.id)
        await db
          .updateTable('outbox')
          .set({ state: sentIfStill(revision), ...untroubled })
          .where('id', 'in', ids)
          .where('state', '!=', 'sent')
          .execute()
      }
    },

    /** Waits for something else to go first; this is no failed attempt. */
    async holdBack(id: number, until: Instant): Promise<void> {
      await db.updateTable('outbox').set({ not_before: until }).where('id', '=', id).execute()
    },

    /**
     * Before effects are sent: whoever comes after a crash will know that they may have happened.
     *
     * @returns the ids of those that nobody has begun, sent or parked since they were listed
     */
    async begin(rows: readonly OutboxRow[]): Promise<Set<number>> {
      const begun = new Set<number>()
      for (const attempts of new Set(rows.map((row) => row.attempts))) {
        const ids = rows.filter((row) => row.attempts === attempts).map((row) => row.id)
        const updated = await db
          .updateTable('outbox')
          .set({ is_uncertain: 1, attempts: attempts + 1 })
          .where('id', 'in', ids)
          .where('state', '=', 'waiting')
          .where('attempts', '=', attempts)
          .returning('id')
          .execute()
        for (const { id } of updated) begun.add(id)
      }
      return begun
    },

    /** A failed attempt, unless somebody else has begun another one since the row was listed. */
    async postpone(
      row: Pick<OutboxRow, 'id' | 'attempts'>,
      why: { until: Instant; problem: string; isUncertain: boolean },
    ): Promise<void> {
      await db
        .updateTable('outbox')
        .set({
          not_before: why.until,
          problem: why.problem,
          is_uncertain: why.isUncertain ? 1 : 0,
          attempts: row.attempts + 1,
        })
        .where(isStill(row))
        .execute()
    },

    /**
     * Gives up until a person says otherwise.
     *
     * @param problem in words that a person can read
     */
    async park(row: Pick<OutboxRow, 'id' | 'attempts'>, problem: string): Promise<void> {
      await db
        .updateTable('outbox')
        .set({ state: 'parked', problem, is_uncertain: 0 })
        .where(isStill(row))
        .execute()
    },

    async countWaiting(): Promise<number> {
      const { count } = await db
        .selectFrom('outbox')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

/** Not about a ticket that the portals know better since a backup was restored. */
const isWellKnown = sql<SqlBool>`not exists (
  select 1 from unread_tickets where unread_tickets.ticket_id = outbox.ticket_id
)`

/** A wish that came meanwhile is still to be delivered. */
const sentIfStill = (revision: number) =>
  sql<string>`case when revision = ${revision} then 'sent' else state end`

const untroubled = { problem: null, is_uncertain: 0, attempts: 0 }

/** As it was listed, or begun by whoever listed it. */
const isStill =
  ({ id, attempts }: Pick<OutboxRow, 'id' | 'attempts'>) =>
  (eb: ExpressionBuilder<Schema, 'outbox'>) =>
    eb.and([
      eb('id', '=', id),
      eb('state', '=', 'waiting'),
      eb('attempts', 'in', [attempts, attempts + 1]),
    ])

type WordedRow = Omit<NewOutboxRow, 'effect'> & { effect: Effect }

/** Neighbours that are written alike, in their order; a set that is there twice is one wish. */
function runsOf(rows: readonly WordedRow[]): { ofSets: boolean; rows: WordedRow[] }[] {
  const runs: { ofSets: boolean; rows: WordedRow[] }[] = []
  for (const row of rows) {
    const ofSets = isSet(row.effect)
    const last = runs.at(-1)
    if (last?.ofSets !== ofSets) runs.push({ ofSets, rows: [row] })
    else if (!ofSets || last.rows.every(({ key }) => key !== row.key)) last.rows.push(row)
  }
  return runs
}

const newRow = (row: WordedRow, level: Level, now: Instant) => ({
  member_id: row.memberId,
  ticket_id: row.ticketId,
  level,
  key: row.key,
  effect: JSON.stringify(row.effect),
  state: 'waiting',
  attempts: 0,
  revision: 1,
  is_uncertain: 0,
  not_before: now,
  problem: null,
  comment_id: null,
  created_at: now,
})

function toOutboxRow(row: Selectable<Schema['outbox']>): OutboxRow {
  return {
    id: row.id,
    memberId: row.member_id,
    ticketId: row.ticket_id,
    key: row.key,
    effect: effectSchema.parse(JSON.parse(row.effect)),
    attempts: row.attempts,
    revision: row.revision,
    isUncertain: row.is_uncertain === 1,
  }
}
