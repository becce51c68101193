import type { Selectable } from 'kysely'
import { z } from 'zod'
import { workChangeSchema, workEntrySchema, type WorkLogEntry } from '../../shared/api/work-log.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

/** A user of the partner's portal. */
export type Engineer = { memberId: string; userId: number }

/** An entry of the work log. */
export type WorkRecord = Omit<WorkLogEntry, 'isOwn'> & Engineer & { ticketId: string }

/** An engineer's timer; `stoppedAt` until its time is entered or discarded. */
export type TimerRecord = { ticketId: string; startedAt: Instant; stoppedAt: Instant | null }

export function createWorkStore(db: Db) {
  const ofEngineer = ({ memberId, userId }: Engineer) =>
    db
      .selectFrom('work_entries')
      .selectAll()
      .where('member_id', '=', memberId)
      .where('engineer_id', '=', userId)

  return {
    /**
     * From here on nobody else enters work of this engineer until the transaction ends: another one
     * that tries begins anew with what this one has written.
     */
    async lockEngineer({ memberId, userId }: Engineer): Promise<void> {
      await db
        .insertInto('work_engineers')
        .values({
          member_id: memberId,
          engineer_id: userId,
          revision: 1,
          timer_ticket_id: null,
          timer_started_at: null,
          timer_stopped_at: null,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['member_id', 'engineer_id'])
            .doUpdateSet((row) => ({ revision: row('work_engineers.revision', '+', 1) })),
        )
        .execute()
    },

    /** Entries of this engineer in whatever ticket that share time with the given one. */
    async overlapping(engineer: Engineer, { id, from, to }: Stretch): Promise<WorkRecord[]> {
      const rows = await ofEngineer(engineer)
        .where('to_at', '>', from)
        .where('from_at', '<', to)
        .where('withdrawn', 'is', null)
        .where('id', '!=', id)
        .orderBy('from_at')
        .execute()
      return rows.map(toWorkRecord)
    },

    async add(entry: WorkRecord): Promise<void> {
      await db.insertInto('work_entries').values(toRow(entry)).execute()
    },

    /** @returns whether nobody has changed it since `revision` was read */
    async replace(entry: WorkRecord, revision: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('work_entries')
        .set(toRow(entry))
        .where('id', '=', entry.id)
        .where('revision', '=', revision)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async find(id: string): Promise<WorkRecord | undefined> {
      const row = await db
        .selectFrom('work_entries')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && toWorkRecord(row)
    },

    /** In the order in which the work was done. */
    async listOf(ticketId: string): Promise<WorkRecord[]> {
      const rows = await db
        .selectFrom('work_entries')
        .selectAll()
        .where('ticket_id', '=', ticketId)
        .orderBy('from_at')
        .orderBy('id')
        .execute()
      return rows.map(toWorkRecord)
    },

    async timer({ memberId, userId }: Engineer): Promise<TimerRecord | undefined> {
      const row = await db
        .selectFrom('work_engineers')
        .selectAll()
        .where('member_id', '=', memberId)
        .where('engineer_id', '=', userId)
        .executeTakeFirst()
      if (row?.timer_ticket_id == null || row.timer_started_at === null) return undefined
      return {
        ticketId: row.timer_ticket_id,
        startedAt: row.timer_started_at,
        stoppedAt: row.timer_stopped_at,
      }
    },

    /** The engineer has been locked. */
    async setTimer({ memberId, userId }: Engineer, timer: TimerRecord | undefined): Promise<void> {
      await db
        .updateTable('work_engineers')
        .set({
          timer_ticket_id: timer?.ticketId ?? null,
          timer_started_at: timer?.startedAt ?? null,
          timer_stopped_at: timer?.stoppedAt ?? null,
        })
        .where('member_id', '=', memberId)
        .where('engineer_id', '=', userId)
        .execute()
    },
  }
}

type Stretch = { id: string; from: Instant; to: Instant }

const { what, onlyOutOfHours, questionIds } = workEntrySchema.shape
const detailsSchema = z.object({ what, onlyOutOfHours, questionIds })
const earlierSchema = z.array(workChangeSchema)
const { withdrawn: withdrawnSchema, objection: objectionSchema } = workEntrySchema.shape

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

const toRow = (entry: WorkRecord): Selectable<Schema['work_entries']> => ({
  id: entry.id,
  ticket_id: entry.ticketId,
  member_id: entry.memberId,
  engineer_id: entry.userId,
  engineer: entry.engineer,
  from_at: entry.from,
  to_at: entry.to,
  details: JSON.stringify(detailsSchema.parse(entry)),
  entered_at: entry.enteredAt,
  revision: entry.revision,
  earlier: JSON.stringify(entry.earlier),
  withdrawn: json(entry.withdrawn),
  objection: json(entry.objection),
})

export const toWorkRecord = (row: Selectable<Schema['work_entries']>): WorkRecord => ({
  id: row.id,
  ticketId: row.ticket_id,
  memberId: row.member_id,
  userId: row.engineer_id,
  engineer: row.engineer,
  from: row.from_at,
  to: row.to_at,
  ...detailsSchema.parse(JSON.parse(row.details)),
  enteredAt: row.entered_at,
  revision: row.revision,
  earlier: earlierSchema.parse(JSON.parse(row.earlier)),
  withdrawn: withdrawnSchema.parse(parsed(row.withdrawn)),
  objection: objectionSchema.parse(parsed(row.objection)),
})
