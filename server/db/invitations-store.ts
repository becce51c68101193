import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

export type InvitationRecord = {
  id: string
  contractId: string
  codeHash: string
  expiresAt: Instant
}

/** One with its end, if it has come to one. */
export type KnownInvitation = InvitationRecord & {
  usedAt: Instant | null
  revokedAt: Instant | null
}

export type InvitationsStore = ReturnType<typeof createInvitationsStore>

/** Invitation codes as hashes: single use, expiring, revocable; attempts are counted per portal. */
export function createInvitationsStore(db: Db) {
  return {
    async add(invitation: InvitationRecord): Promise<void> {
      await db
        .insertInto('invitations')
        .values({
          id: invitation.id,
          contract_id: invitation.contractId,
          code_hash: invitation.codeHash,
          expires_at: invitation.expiresAt,
          used_at: null,
          revoked_at: null,
        })
        .execute()
    },

    /** The invitation that this hash opens at `now`, if it can still be used. */
    async findUsable(codeHash: string, now: Instant): Promise<InvitationRecord | undefined> {
      const row = await usable(now).where('code_hash', '=', codeHash).executeTakeFirst()
      return row && toInvitation(row)
    },

    async findUsableOf(contractId: string, now: Instant): Promise<InvitationRecord | undefined> {
      const row = await usable(now).where('contract_id', '=', contractId).executeTakeFirst()
      return row && toInvitation(row)
    },

    /** Newest first, also those that are used up. */
    async listOf(contractId: string): Promise<KnownInvitation[]> {
      const rows = await db
        .selectFrom('invitations')
        .selectAll()
        .where('contract_id', '=', contractId)
        .orderBy('expires_at', 'desc')
        .execute()
      return rows.map((row) => ({
        ...toInvitation(row),
        usedAt: row.used_at,
        revokedAt: row.revoked_at,
      }))
    },

    async markUsed(id: string, now: Instant): Promise<void> {
      await db.updateTable('invitations').set({ used_at: now }).where('id', '=', id).execute()
    },

    /** @returns how many could still have been used */
    async revokeAllOf(contractId: string, now: Instant): Promise<number> {
      const { numUpdatedRows } = await db
        .updateTable('invitations')
        .set({ revoked_at: now })
        .where('contract_id', '=', contractId)
        .where('used_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },

    async countAttempts(memberId: string, since: Instant): Promise<number> {
      const { count } = await db
        .selectFrom('invitation_attempts')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('member_id', '=', memberId)
        .where('at', '>', since)
        .executeTakeFirstOrThrow()
      return count
    },

    async addAttempt(memberId: string, at: Instant): Promise<void> {
      await db.insertInto('invitation_attempts').values({ member_id: memberId, at }).execute()
    },
  }

  function usable(now: Instant) {
    return db
      .selectFrom('invitations')
      .selectAll()
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
  }
}

function toInvitation(row: {
  id: string
  contract_id: string
  code_hash: string
  expires_at: number
}): InvitationRecord {
  return {
    id: row.id,
    contractId: row.contract_id,
    codeHash: row.code_hash,
    expiresAt: row.expires_at,
  }
}
