import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'

/** A contract whose portals may have tickets that a restored backup does not know. */
export type Restoration = {
  contractId: string
  partnerMemberId: string
  /** When the backup was taken, and when it was restored. */
  backupAt: Instant
  restoredAt: Instant
}

export type RestorationsStore = ReturnType<typeof createRestorationsStore>

/** What is still to be read from the portals after a backup was restored. */
export function createRestorationsStore(db: Db) {
  const unadopted = () => db.selectFrom('restorations').selectAll().where('adopted_at', 'is', null)

  return {
    /** Whether anything at all is left; while servers run it only becomes less. */
    async isAnyLeft(): Promise<boolean> {
      const ticket = await db.selectFrom('unread_tickets').select('ticket_id').limit(1).execute()
      const contract = await unadopted().limit(1).execute()
      return ticket.length + contract.length > 0
    },

    /** Those of a contract that were ever made, the oldest first. */
    async listOf(contractId: string): Promise<Restoration[]> {
      const rows = await db
        .selectFrom('restorations')
        .selectAll()
        .where('contract_id', '=', contractId)
        .orderBy('restored_at')
        .execute()
      return rows.map(toRestoration)
    },

    /** Whether a contract may have tickets that we do not know. */
    async isUnadopted(contractId: string): Promise<boolean> {
      return (await unadopted().where('contract_id', '=', contractId).execute()).length > 0
    },

    /** One of a partner whose portal is ours. */
    async nextToAdopt(now: Instant, ours: Ours): Promise<Restoration | undefined> {
      const row = await unadopted()
        .where('try_at', '<=', now)
        .where(among(db, 'partner_member_id', ours))
        .orderBy('try_at')
        .limit(1)
        .executeTakeFirst()
      return row && toRestoration(row)
    },

    async adopted({ contractId }: Restoration, now: Instant): Promise<void> {
      await db
        .updateTable('restorations')
        .set({ adopted_at: now })
        .where('contract_id', '=', contractId)
        .where('adopted_at', 'is', null)
        .execute()
    },

    async postponeAdoption({ contractId }: Restoration, until: Instant): Promise<void> {
      await db
        .updateTable('restorations')
        .set({ try_at: until })
        .where('contract_id', '=', contractId)
        .where('adopted_at', 'is', null)
        .execute()
    },

    async isUnread(ticketId: string): Promise<boolean> {
      const rows = await db
        .selectFrom('unread_tickets')
        .select('ticket_id')
        .where('ticket_id', '=', ticketId)
        .execute()
      return rows.length > 0
    },

    /** What is open goes first. */
    async nextUnread(now: Instant, limit: number, ours: Ours): Promise<string[]> {
      const rows = await db
        .selectFrom('unread_tickets')
        .select('ticket_id')
        .where('try_at', '<=', now)
        .where(among(db, 'partner_member_id', ours))
        .orderBy('is_over')
        .orderBy('try_at')
        .limit(limit)
        .execute()
      return rows.map((row) => row.ticket_id)
    },

    async addUnread(ticketId: string, { partnerMemberId, backupAt }: Restoration): Promise<void> {
      await db
        .insertInto('unread_tickets')
        .values({
          ...{ ticket_id: ticketId, partner_member_id: partnerMemberId },
          ...{ since: backupAt, is_over: 0, try_at: 0 },
        })
        .execute()
    },

    async postpone(ticketId: string, until: Instant): Promise<void> {
      await db
        .updateTable('unread_tickets')
        .set({ try_at: until })
        .where('ticket_id', '=', ticketId)
        .execute()
    },

    async read(ticketId: string): Promise<void> {
      await db.deleteFrom('unread_tickets').where('ticket_id', '=', ticketId).execute()
    },
  }
}

const toRestoration = (row: {
  contract_id: string
  partner_member_id: string
  backup_at: number
  restored_at: number
}): Restoration => ({
  contractId: row.contract_id,
  partnerMemberId: row.partner_member_id,
  backupAt: row.backup_at,
  restoredAt: row.restored_at,
})
