import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { type RawMail, toRawMail } from './raw-mails-store.ts'

/** One-time links by which authors of held mails prove that they wrote them; kept as hashes only. */
export function createMailProofsStore(db: Db) {
  const links = (since: Instant) =>
    db
      .selectFrom('raw_mails')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('answered_at', '>', since)
      .where('confirm_until', 'is not', null)

  return {
    async add(
      mailId: number,
      link: { tokenHash: string; sentAt: Instant; goodUntil: Instant },
    ): Promise<void> {
      const { tokenHash: confirm_hash, sentAt: answered_at, goodUntil: confirm_until } = link
      await db
        .updateTable('raw_mails')
        .set({ confirm_hash, answered_at, confirm_until })
        .where('id', '=', mailId)
        .execute()
    },

    /** Sent to an address. */
    async countTo(address: string, since: Instant): Promise<number> {
      const query = links(since).where('from_address', '=', address)
      return (await query.executeTakeFirstOrThrow()).count
    },

    /** Sent to all addresses that are on no list. */
    async countToStrangers(since: Instant): Promise<number> {
      const query = links(since).where('reason', '=', 'unknownSender')
      return (await query.executeTakeFirstOrThrow()).count
    },

    /** The held mail that a link proves; undefined when it is unknown, used or too old. */
    async find(tokenHash: string, now: Instant): Promise<RawMail | undefined> {
      const row = await db
        .selectFrom('raw_mails')
        .selectAll()
        .where('confirm_hash', '=', tokenHash)
        .where('confirm_until', '>', now)
        .where('state', '=', 'quarantined')
        .executeTakeFirst()
      return row && toRawMail(row)
    },

    /** @returns whether it was the first time */
    async use(tokenHash: string, now: Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('raw_mails')
        .set({ confirm_hash: null, confirmed_at: now })
        .where('confirm_hash', '=', tokenHash)
        .where('state', '=', 'quarantined')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
