import type { z } from 'zod'
import type { AuditPage, auditFiltersSchema, AuditQuery } from '../../shared/api/audit.ts'
import type { Database } from '../db/database.ts'

export type ReadAudit = ReturnType<typeof createReadAudit>

/** Who changed what, for those who answer for the portal. */
export function createReadAudit({ db }: { db: Pick<Database, 'audit' | 'contracts'> }) {
  return {
    async page(memberId: string, query: AuditQuery): Promise<AuditPage> {
      const found = await db.audit.list(memberId, query)
      const entries = found.slice(0, query.limit)
      const hasMore = found.length > query.limit
      return { entries, next: hasMore ? (entries.at(-1)?.id ?? null) : null }
    },

    async filters(memberId: string): Promise<z.infer<typeof auditFiltersSchema>> {
      const contracts = await db.contracts.listOfPartner(memberId)
      return {
        contracts: contracts.map(({ id, customerName }) => ({ id, customerName })),
        people: await db.audit.people(memberId),
      }
    },
  }
}
