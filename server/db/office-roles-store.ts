import type { OfficeRole, Staff } from '../../shared/api/office.ts'
import type { Db } from './open-db.ts'

/** Who is duty manager in a partner's portal; administrators are the portal's, all others engineers. */
export function createOfficeRolesStore(db: Db) {
  return {
    /** @returns null in a portal that is not a partner's */
    async roleOf(who: {
      memberId: string
      userId: number
      isAdmin: boolean
    }): Promise<OfficeRole | null> {
      const row = await db
        .selectFrom('portals')
        .leftJoin('duty_managers', (join) =>
          join
            .onRef('duty_managers.member_id', '=', 'portals.member_id')
            .on('duty_managers.user_id', '=', who.userId),
        )
        .select(['portals.role', 'duty_managers.user_id'])
        .where('portals.member_id', '=', who.memberId)
        .executeTakeFirst()
      if (row?.role !== 'partner') return null
      if (who.isAdmin) return 'administrator'
      return row.user_id === null ? 'engineer' : 'dutyManager'
    },

    async listStaff(memberId: string): Promise<Staff['people']> {
      const rows = await db
        .selectFrom('portal_users')
        .leftJoin('duty_managers', (join) =>
          join
            .onRef('duty_managers.member_id', '=', 'portal_users.member_id')
            .onRef('duty_managers.user_id', '=', 'portal_users.user_id'),
        )
        .select([
          'portal_users.user_id',
          'portal_users.name',
          'portal_users.seen_at',
          'duty_managers.user_id as manager_id',
        ])
        .where('portal_users.member_id', '=', memberId)
        .where('portal_users.name', '!=', '')
        .orderBy('portal_users.name')
        .orderBy('portal_users.user_id')
        .execute()
      return rows.map((row) => ({
        userId: row.user_id,
        name: row.name,
        isDutyManager: row.manager_id !== null,
        seenAt: row.seen_at,
      }))
    },

    async dutyManagerIds(memberId: string): Promise<number[]> {
      const rows = await db
        .selectFrom('duty_managers')
        .select('user_id')
        .where('member_id', '=', memberId)
        .orderBy('user_id')
        .execute()
      return rows.map((row) => row.user_id)
    },

    async addDutyManager(memberId: string, userId: number): Promise<void> {
      await db
        .insertInto('duty_managers')
        .values({ member_id: memberId, user_id: userId })
        .onConflict((conflict) => conflict.columns(['member_id', 'user_id']).doNothing())
        .execute()
    },

    async removeDutyManager(memberId: string, userId: number): Promise<void> {
      await db
        .deleteFrom('duty_managers')
        .where('member_id', '=', memberId)
        .where('user_id', '=', userId)
        .execute()
    },
  }
}
