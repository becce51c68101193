import {
  initialOnCall,
  type OnCallSettings,
  onCallSettingsSchema,
} from '../../shared/api/on-call.ts'
import type { Db } from './open-db.ts'

export type OnCallRecord = { settings: OnCallSettings; revision: number }

/** How people of a partner's portal are reached: its rota, its duty manager, its quiet hours. */
export function createOnCallStore(db: Db) {
  return {
    /** Before anybody has said otherwise, nobody is on duty. */
    async find(memberId: string): Promise<OnCallRecord> {
      const row = await db
        .selectFrom('on_call')
        .select(['settings', 'revision'])
        .where('member_id', '=', memberId)
        .executeTakeFirst()
      if (!row) return { settings: initialOnCall, revision: 0 }
      const settings = onCallSettingsSchema.parse(JSON.parse(row.settings))
      return { settings, revision: row.revision }
    },

    /** @returns whether nobody has changed them since `revision` */
    async save(memberId: string, settings: OnCallSettings, revision: number): Promise<boolean> {
      const row = { settings: JSON.stringify(settings), revision: revision + 1 }
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('on_call')
        .values({ member_id: memberId, ...row })
        .onConflict((conflict) =>
          conflict.column('member_id').doUpdateSet(row).where('on_call.revision', '=', revision),
        )
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
  }
}
