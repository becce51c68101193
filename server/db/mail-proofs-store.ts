import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import { type RawMail, toRawMail } from './raw-mails-store.ts'

/** One-time links by which authors of held mails prove that they wrote them; kept as hashes only. */
export function createMailProofsStore(db: Db) {
  /** Sent, and not confirmed. */
  const links = (since: Instant) =>
    db
      .selectFrom('raw_mails')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('answered_at', '>', since)
      .where('confirm_until', 'is not', null)
      .where('confirmed_at', 'is', null)

  return {
    async add(
      mailId: number,
      link: { tokenHash: string; sentAt: Instant; goodUntil: Instant; network: string },
    ): Promise<void> {
      const { tokenHash: confirm_hash, sentAt: answered_at, goodUntil: confirm_until } = link
      const { network } = link
      await db
        .updateTable('raw_mails')
        .set({ confirm_hash, answered_at, confirm_until, network })
        .where('id', '=', mailId)
        .execute()
    },

    /** Sent to an address; by the networks from which its mails came. */
    async countTo(address: string, since: Instant): Promise<Map<string, number>> {
      const query = links(since)
        .select('network')
        .where('from_address', '=', address)
        .groupBy('network')
      return new Map((await query.execute()).map((row) => [row.network ?? '', row.count]))
    },

    /** Whether somebody has confirmed a mail of the address that came from a network. */
    async hasConfirmed(address: string, network: string): Promise<boolean> {
      const row = await db
        .selectFrom('raw_mails')
        .select('id')
        .where('from_address', '=', address)
        .where('network', '=', network)
        .where('confirmed_at', 'is not', null)
        .executeTakeFirst()
      return row !== undefined
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
