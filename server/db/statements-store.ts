import type { Selectable } from 'kysely'
import { z } from 'zod'
import {
  type StatementEvent,
  statementEventSchema,
  type StatementState,
  statementStateSchema,
} from '../../shared/api/money.ts'
import type { Month } from '../../shared/billing/months.ts'
import { type Parties, partiesSchema } from '../../shared/api/parties.ts'
import { type Statement, statementSchema } from '../../shared/billing/statement-shape.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'

/** What is still to be made: a draft, or what is sent when it has been made. */
export type Wanted = 'draft' | 'sent'

export type StatementRecord = {
  contractId: string
  month: Month
  partnerMemberId: string
  state: StatementState
  revision: number
  wanted: Wanted | null
  done: number
  total: number
  problem: string | null
  statement: Statement | null
  hash: string | null
  /** As a closed one names them. */
  parties: Parties | null
  events: StatementEvent[]
}

/** Statements by contract and month. Whose contract it is has been proven before. */
export function createStatementsStore(db: Db) {
  const statements = () => db.selectFrom('statements').selectAll()

  return {
    async find(contractId: string, month: Month): Promise<StatementRecord | undefined> {
      const row = await statements()
        .where('contract_id', '=', contractId)
        .where('month', '=', month)
        .executeTakeFirst()
      return row && toRecord(row)
    },

    /** Oldest first. */
    async listOf(contractId: string): Promise<StatementRecord[]> {
      const rows = await statements()
        .where('contract_id', '=', contractId)
        .orderBy('month')
        .execute()
      return rows.map(toRecord)
    },

    /** One that is to be made, of partners whose portals are ours. */
    async findToMake(ours: Ours): Promise<StatementRecord | undefined> {
      const row = await statements()
        .where('wanted', 'is not', null)
        .where(among(db, 'partner_member_id', ours))
        .orderBy('contract_id')
        .orderBy('month')
        .limit(1)
        .executeTakeFirst()
      return row && toRecord(row)
    },

    async add(statement: StatementRecord): Promise<void> {
      await db.insertInto('statements').values(toRow(statement)).execute()
    },

    /** @returns whether nobody has changed it since `revision` was read */
    async replace(statement: StatementRecord, revision: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('statements')
        .set(toRow({ ...statement, revision: revision + 1 }))
        .where('contract_id', '=', statement.contractId)
        .where('month', '=', statement.month)
        .where('revision', '=', revision)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** How far the making is; it changes nothing else. */
    async tell(
      { contractId, month }: Pick<StatementRecord, 'contractId' | 'month'>,
      { done, total }: { done: number; total: number },
    ): Promise<void> {
      await db
        .updateTable('statements')
        .set({ done, total })
        .where('contract_id', '=', contractId)
        .where('month', '=', month)
        .execute()
    },
  }
}

const wantedSchema = z.enum(['draft', 'sent']).nullable()
const eventsSchema = z.array(statementEventSchema)

const toRow = (record: StatementRecord): Selectable<Schema['statements']> => ({
  contract_id: record.contractId,
  month: record.month,
  partner_member_id: record.partnerMemberId,
  state: record.state,
  revision: record.revision,
  wanted: record.wanted,
  done: record.done,
  total: record.total,
  problem: record.problem,
  content: record.statement && JSON.stringify(record.statement),
  hash: record.hash,
  parties: record.parties && JSON.stringify(record.parties),
  events: JSON.stringify(record.events),
})

const toRecord = (row: Selectable<Schema['statements']>): StatementRecord => ({
  contractId: row.contract_id,
  month: row.month,
  partnerMemberId: row.partner_member_id,
  state: statementStateSchema.parse(row.state),
  revision: row.revision,
  wanted: wantedSchema.parse(row.wanted),
  done: row.done,
  total: row.total,
  problem: row.problem,
  statement: row.content === null ? null : statementSchema.parse(JSON.parse(row.content)),
  hash: row.hash,
  parties: row.parties === null ? null : partiesSchema.parse(JSON.parse(row.parties)),
  events: eventsSchema.parse(JSON.parse(row.events)),
})
