import type { Instant } from '../../shared/time.ts'
import type { Words } from '../../shared/words/language.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'
import { languagesOf } from './portal-languages.ts'

/** A user of a portal. */
export type Reader = { memberId: string; userId: number }

export type HeldNotice = Reader & {
  /** Names the notice: held and told once. */
  key: string
  text: string
  heldAt: Instant
  /** When the quiet hours end. */
  tellAt: Instant
}

/** Before it is known in which language its portal is written to. */
export type NewHeldNotice = Omit<HeldNotice, 'text'> & { text: Words }

/** What people are to be told when their quiet hours end. */
export function createHeldNoticesStore(db: Db) {
  return {
    async add(notices: readonly NewHeldNotice[]): Promise<void> {
      const languageOf = await languagesOf(
        db,
        notices.map(({ memberId }) => memberId),
      )
      for (const { key, memberId, userId, text, heldAt, tellAt } of notices)
        await db
          .insertInto('held_notices')
          .values({
            key,
            member_id: memberId,
            user_id: userId,
            text: text[languageOf(memberId)],
            held_at: heldAt,
            tell_at: tellAt,
          })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute()
    },

    /** For whom quiet hours have ended by `now`. */
    async readersDue(now: Instant, limit: number, ours: Ours): Promise<Reader[]> {
      const rows = await db
        .selectFrom('held_notices')
        .select(['member_id', 'user_id'])
        .distinct()
        .where('tell_at', '<=', now)
        .where(among(db, 'member_id', ours))
        .limit(limit)
        .execute()
      return rows.map((row) => ({ memberId: row.member_id, userId: row.user_id }))
    },

    /** Takes what a person is to be told by `now` out of the store, oldest first. */
    async take({ memberId, userId }: Reader, now: Instant): Promise<HeldNotice[]> {
      const rows = await db
        .deleteFrom('held_notices')
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .where('tell_at', '<=', now)
        .returningAll()
        .execute()
      return rows
        .map((row) => ({
          key: row.key,
          memberId: row.member_id,
          userId: row.user_id,
          text: row.text,
          heldAt: row.held_at,
          tellAt: row.tell_at,
        }))
        .sort((a, b) => a.heldAt - b.heldAt || (a.key < b.key ? -1 : 1))
    },
  }
}
