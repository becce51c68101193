import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'

/** Of whom we know something. An erased person's row stays, without his name. */
export function createPeopleStore(db: Db) {
  return {
    async users(memberId: string): Promise<{ userId: number; name: string }[]> {
      const rows = await db
        .selectFrom('portal_users')
        .select(['user_id', 'name'])
        .where('member_id', '=', memberId)
        .where('name', '!=', '')
        .orderBy('name')
        .execute()
      return rows.map((row) => ({ userId: row.user_id, name: row.name }))
    },

    /** Under which he has changed something, the newest among them or not. */
    async namesInLog(memberId: string, userId: number): Promise<string[]> {
      const rows = await db
        .selectFrom('audit')
        .select('actor')
        .distinct()
        .where('actor_member_id', '=', memberId)
        .where('actor_id', '=', userId)
        .execute()
      return rows.flatMap(({ actor }) => actor ?? [])
    },

    /** Whose mails to a partner became no ticket and no message: address, and the newest mail's number. */
    async mailAuthors(memberId: string): Promise<{ mailId: number; email: string }[]> {
      const rows = await db
        .selectFrom('raw_mails')
        .select(({ fn }) => [
          fn.max<number>('id').as('id'),
          fn<string>('lower', ['from_address']).as('email'),
        ])
        .where('partner_member_id', '=', memberId)
        .where('ticket_id', 'is', null)
        .where('from_address', 'is not', null)
        .groupBy('email')
        .orderBy('email')
        .execute()
      return rows.map(({ id, email }) => ({ mailId: id, email }))
    },

    /** When those of the users were erased who have been, and whose name has not come back since. */
    async erasedAt(memberId: string, userIds: readonly number[]): Promise<Map<number, Instant>> {
      if (userIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('portal_users')
        .select(['user_id', 'seen_at'])
        .where('member_id', '=', memberId)
        .where('user_id', 'in', [...userIds])
        .where('name', '=', '')
        .execute()
      return new Map(rows.map((row) => [row.user_id, row.seen_at]))
    },
  }
}
