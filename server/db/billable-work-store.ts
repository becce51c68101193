import type { WorkRecord } from './work-store.ts'
import type { Db } from './open-db.ts'
import { toWorkRecord } from './work-store.ts'

/** The work of a whole contract, for statements. Whose contract it is has been proven before. */
export function createBillableWorkStore(db: Db) {
  const ofContract = (contractId: string) =>
    db
      .selectFrom('work_entries')
      .innerJoin('tickets', 'tickets.id', 'work_entries.ticket_id')
      .where('tickets.contract_id', '=', contractId)

  return {
    /** Tickets for which anything was ever entered, or within a span. */
    async ticketIds(
      contractId: string,
      { from, to }: { from: number; to: number } = { from: 0, to: Number.MAX_SAFE_INTEGER },
    ): Promise<string[]> {
      const rows = await ofContract(contractId)
        .where('work_entries.to_at', '>', from)
        .where('work_entries.from_at', '<', to)
        .select('work_entries.ticket_id')
        .distinct()
        .orderBy('work_entries.ticket_id')
        .execute()
      return rows.map((row) => row.ticket_id)
    },

    /** What counts of the tickets' work. */
    async entriesOf(ticketIds: readonly string[]): Promise<WorkRecord[]> {
      if (ticketIds.length === 0) return []
      const rows = await db
        .selectFrom('work_entries')
        .selectAll()
        .where('ticket_id', 'in', ticketIds)
        .where('withdrawn', 'is', null)
        .execute()
      return rows.map(toWorkRecord)
    },

    /** The times of all work that counts. */
    async timesOf(contractId: string) {
      return ofContract(contractId)
        .select(['work_entries.id', 'work_entries.revision'])
        .select(['work_entries.from_at as from', 'work_entries.to_at as to'])
        .where('work_entries.withdrawn', 'is', null)
        .execute()
    },

    /** Differs when anything was entered or changed meanwhile. */
    async signatureOf(contractId: string): Promise<string> {
      const { count, revisions } = await ofContract(contractId)
        .select(({ fn }) => [
          fn.countAll().as('count'),
          fn.sum<number | string | null>('work_entries.revision').as('revisions'),
        ])
        .executeTakeFirstOrThrow()
      return `${String(count)} ${String(revisions ?? 0)}`
    },
  }
}
