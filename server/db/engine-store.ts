import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'

/** Which version of the engine computed the stored clocks of tickets. */
export function createEngineStore(db: Db) {
  return {
    /** Tickets of partners whose portals are ours; `except` are left out. */
    async listOlder(version: number, limit: number, { ours, except }: Choice): Promise<string[]> {
      const older = db
        .selectFrom('tickets')
        .select('id')
        .where('engine', '<', version)
        .where(among(db, 'partner_member_id', ours))
      const rows = await (except.length === 0 ? older : older.where('id', 'not in', [...except]))
        .limit(limit)
        .execute()
      return rows.map((row) => row.id)
    },

    async mark(ticketId: string, version: number): Promise<void> {
      await db
        .updateTable('tickets')
        .set({ engine: version })
        .where('id', '=', ticketId)
        .where('engine', '<', version)
        .execute()
    },
  }
}

type Choice = { ours: Ours; except: readonly string[] }
