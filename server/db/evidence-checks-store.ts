import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type Finding, findingSchema } from '../../shared/evidence/finding.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import type { Schema } from './schema.ts'

/** Behind which root or ticket a check goes on. */
const placeSchema = z.object({ phase: z.enum(['begin', 'roots', 'tickets']), after: z.string() })
export type CheckPlace = z.infer<typeof placeSchema>

export type EvidenceCheck = {
  contractId: string
  partnerMemberId: string
  beganAt: Instant
  place: CheckPlace
  finding: Finding | null
  foundAt: Instant | null
}

/** When each contract's next root and next check are due, and what the last check has found. */
export function createEvidenceChecksStore(db: Db) {
  const checks = (ours: Ours) =>
    db
      .selectFrom('evidence_checks')
      .selectAll()
      .where(among(db, 'partner_member_id', ours))

  return {
    /** Contracts that have come into force since. */
    async admit(ours: Ours): Promise<void> {
      const rows = await db
        .selectFrom('contracts')
        .leftJoin('evidence_checks', 'evidence_checks.contract_id', 'contracts.id')
        .select(['contracts.id', 'contracts.partner_member_id as memberId'])
        .where('evidence_checks.contract_id', 'is', null)
        .where('contracts.state', 'in', ['active', 'ended'])
        .where('contracts.customer_member_id', 'is not', null)
        .execute()
      for (const { id, memberId } of rows)
        if (ours === 'all' || ours.includes(memberId))
          await db
            .insertInto('evidence_checks')
            .values({ ...newRow, contract_id: id, partner_member_id: memberId })
            .onConflict((conflict) => conflict.column('contract_id').doNothing())
            .execute()
    },

    async contractToRoot(now: Instant, ours: Ours): Promise<string | undefined> {
      const row = await checks(ours)
        .where('root_at', '<=', now)
        .orderBy('root_at')
        .limit(1)
        .executeTakeFirst()
      return row?.contract_id
    },

    async scheduleRoot(contractId: string, at: Instant): Promise<void> {
      await db
        .updateTable('evidence_checks')
        .set({ root_at: at })
        .where('contract_id', '=', contractId)
        .execute()
    },

    /** One that is due, or was begun before this process started. */
    async findToCheck(
      { now, startedAt }: { now: Instant; startedAt: Instant },
      ours: Ours,
    ): Promise<EvidenceCheck | undefined> {
      const row = await checks(ours)
        .where((where) =>
          where.or([where('check_at', '<=', now), where('began_at', '<', startedAt)]),
        )
        .orderBy('check_at')
        .limit(1)
        .executeTakeFirst()
      return row && toCheck(row)
    },

    async saveCheck(check: EvidenceCheck, checkAt: Instant): Promise<void> {
      await db
        .updateTable('evidence_checks')
        .set({
          check_at: checkAt,
          began_at: check.beganAt,
          place: JSON.stringify(check.place),
          finding: check.finding && JSON.stringify(check.finding),
          found_at: check.foundAt,
        })
        .where('contract_id', '=', check.contractId)
        .execute()
    },

    /** What does not agree among a partner's contracts. */
    async findings(partnerMemberId: string): Promise<EvidenceCheck[]> {
      const rows = await checks([partnerMemberId]).where('finding', 'is not', null).execute()
      return rows.map(toCheck)
    },
  }
}

const newRow = {
  root_at: 0,
  check_at: 0,
  began_at: 0,
  place: '{"phase":"begin","after":""}',
  finding: null,
  found_at: null,
}

const toCheck = (row: Selectable<Schema['evidence_checks']>): EvidenceCheck => ({
  contractId: row.contract_id,
  partnerMemberId: row.partner_member_id,
  beganAt: row.began_at,
  place: placeSchema.parse(JSON.parse(row.place)),
  finding: row.finding === null ? null : findingSchema.parse(JSON.parse(row.finding)),
  foundAt: row.found_at,
})
