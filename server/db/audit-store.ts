import {
  type AuditCode,
  type AuditEntry,
  auditEntrySchema,
  type AuditQuery,
  type AuditValues,
} from '../../shared/api/audit.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** A user of a portal, as his session proves. */
export type AuditActor = { memberId: string; userId: number; name: string }

export type NewAuditEntry = {
  /** Of the portal whose administrators may read it: with a contract, the partner's. */
  memberId: string
  contractId: string | null
  code: AuditCode
  about: string
  /** null: nobody did it, its time had come. */
  by: AuditActor | null
  before: AuditValues | null
  after: AuditValues | null
  at: Instant
}

/** Who changed what. Written in the transaction of the change, read by its portal, never altered but for names of the erased. */
export function createAuditStore(db: Db) {
  return {
    async record(entry: NewAuditEntry): Promise<void> {
      await db
        .insertInto('audit')
        .values({
          member_id: entry.memberId,
          contract_id: entry.contractId,
          code: entry.code,
          about: entry.about,
          actor_member_id: entry.by?.memberId ?? null,
          actor_id: entry.by?.userId ?? null,
          actor: entry.by?.name ?? null,
          before: entry.before && JSON.stringify(entry.before),
          after: entry.after && JSON.stringify(entry.after),
          at: entry.at,
        })
        .execute()
    },

    /** Newest first; one more than asked for tells that there is more. */
    async list(memberId: string, query: AuditQuery): Promise<AuditEntry[]> {
      let page = db
        .selectFrom('audit')
        .leftJoin('contracts', 'contracts.id', 'audit.contract_id')
        .selectAll('audit')
        .select('contracts.customer_name')
        .where('audit.member_id', '=', memberId)
      if (query.contractId !== undefined)
        page = page.where('audit.contract_id', '=', query.contractId)
      if (query.by !== undefined) page = page.where('audit.actor', '=', query.by)
      if (query.subject !== undefined) page = page.where('audit.code', 'like', `${query.subject}.%`)
      if (query.before !== undefined) page = page.where('audit.id', '<', query.before)
      const rows = await page
        .orderBy('audit.id', 'desc')
        .limit(query.limit + 1)
        .execute()
      return rows.map((row) =>
        auditEntrySchema.parse({
          id: row.id,
          at: row.at,
          code: row.code,
          customerName: row.customer_name,
          about: row.about,
          by: row.actor === null ? null : actorOf(row.actor, row.actor_member_id !== memberId),
          before: parsed(row.before),
          after: parsed(row.after),
        }),
      )
    },

    /** Names of those who have changed something, in their order. */
    async people(memberId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('audit')
        .select('actor')
        .distinct()
        .where('member_id', '=', memberId)
        .where('actor', 'is not', null)
        .orderBy('actor')
        .execute()
      return rows.flatMap(({ actor }) => actor ?? [])
    },
  }
}

const actorOf = (name: string, isOfCustomer: boolean) => ({ name, isOfCustomer })

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
