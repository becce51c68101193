import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** A secret that is known by its hash only, and the address for which it was made. */
export type RescuePass = { tokenHash: string; email: string; expiresAt: Instant }

export type RescueStore = ReturnType<typeof createRescueStore>

export function createRescueStore(db: Db) {
  return {
    async addLink({ tokenHash, email, expiresAt }: RescuePass): Promise<void> {
      await db
        .insertInto('rescue_links')
        .values({ token_hash: tokenHash, email, expires_at: expiresAt, used_at: null })
        .execute()
    },

    /** Links for an address, used or not, that end within a time. */
    async countLinks(
      email: string,
      { after, until }: { after: Instant; until: Instant },
    ): Promise<number> {
      const { count } = await db
        .selectFrom('rescue_links')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('email', '=', email)
        .where('expires_at', '>', after)
        .where('expires_at', '<=', until)
        .executeTakeFirstOrThrow()
      return count
    },

    /** @returns for whom the link was; undefined when it is unknown, used or too old */
    async useLink(tokenHash: string, now: Instant): Promise<string | undefined> {
      const row = await db
        .updateTable('rescue_links')
        .set({ used_at: now })
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('email')
        .executeTakeFirst()
      return row?.email
    },

    async addSession({ tokenHash, email, expiresAt }: RescuePass): Promise<void> {
      await db
        .insertInto('rescue_sessions')
        .values({ token_hash: tokenHash, email, expires_at: expiresAt })
        .execute()
    },

    async findSession(tokenHash: string, now: Instant): Promise<string | undefined> {
      const row = await db
        .selectFrom('rescue_sessions')
        .select('email')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row?.email
    },

    async endSession(tokenHash: string): Promise<void> {
      await db.deleteFrom('rescue_sessions').where('token_hash', '=', tokenHash).execute()
    },

    async dropStale(now: Instant): Promise<void> {
      await db.deleteFrom('rescue_links').where('expires_at', '<', now).execute()
      await db.deleteFrom('rescue_sessions').where('expires_at', '<', now).execute()
    },
  }
}
