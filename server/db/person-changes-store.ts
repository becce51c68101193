import type { Selectable } from 'kysely'
import {
  type PersonChange,
  personChangeSchema,
  type PersonChangeState,
} from '../../shared/api/person-changes.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'

type Decision = {
  state: PersonChangeState
  decidedAt: Instant
  decidedBy: string
  reason: string
}

/** Changes of the list of persons that were asked for. They go with their person. */
export function createPersonChangesStore(db: Db) {
  const changesOf = (contractId: string) =>
    db.selectFrom('person_changes').selectAll().where('contract_id', '=', contractId)

  return {
    async add(contractId: string, change: PersonChange): Promise<void> {
      const { before, after } = change
      await db
        .insertInto('person_changes')
        .values({
          id: change.id,
          contract_id: contractId,
          kind: change.kind,
          person_id: change.personId,
          before: before && JSON.stringify(before),
          after: after && JSON.stringify(after),
          state: change.state,
          asked_at: change.askedAt,
          asked_by: change.askedBy,
          decided_at: change.decidedAt,
          decided_by: change.decidedBy,
          reason: change.reason,
        })
        .execute()
    },

    /** Newest first. */
    async listOf(contractId: string): Promise<PersonChange[]> {
      const rows = await changesOf(contractId).orderBy('asked_at', 'desc').orderBy('id').execute()
      return rows.map(toChange)
    },

    async find(contractId: string, id: string): Promise<PersonChange | undefined> {
      const row = await changesOf(contractId).where('id', '=', id).executeTakeFirst()
      return row && toChange(row)
    },

    /** @returns whether it was still to be decided */
    async decide(id: string, decision: Decision): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('person_changes')
        .set({
          state: decision.state,
          decided_at: decision.decidedAt,
          decided_by: decision.decidedBy,
          reason: decision.reason,
        })
        .where('id', '=', id)
        .where('state', '=', 'asked')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

const toChange = (row: Selectable<Schema['person_changes']>): PersonChange =>
  personChangeSchema.parse({
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    before: parsed(row.before),
    after: parsed(row.after),
    state: row.state,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
  })

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
