import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'

type Deps = {
  db: Database
  setUp: { run(memberId: string): Promise<void> }
  keepPortals: (ours: Ours) => Promise<boolean>
}

/**
 * Takes up every set-up that was asked for, also one that a restart interrupted, and looks after
 * what earlier ones have made.
 */
export function createSetUpPortals({ db, setUp, keepPortals }: Deps) {
  return async function setUpPortals(ours: Ours): Promise<boolean> {
    const portals = await db.portals.listSettingUp(ours)
    for (const portal of portals) await setUp.run(portal.memberId)
    return (await keepPortals(ours)) || portals.length > 0
  }
}
