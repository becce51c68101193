import type { Budget } from '../../shared/api/condition.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { Meters } from '../operation/meters.ts'

type Deps = { db: Database; meters: Meters; clients: Pick<PortalClients, 'paceOf'> }

/** Notes what is asked of our portals where it has changed, so that every replica can show it. */
export function createNotePulse({ db, meters, clients }: Deps) {
  const noted = new Map<string, string>()

  return async function notePulse(ours: Ours): Promise<boolean> {
    const changed = new Map<string, Budget>()
    for (const memberId of meters.portals()) {
      if (ours !== 'all' && !ours.includes(memberId)) continue
      const budget = { ...meters.read(memberId), ...clients.paceOf(memberId) }
      const text = JSON.stringify(budget)
      if (noted.get(memberId) !== text) changed.set(memberId, budget)
      noted.set(memberId, text)
    }
    await db.pulse.saveBudgets(changed)
    return false
  }
}
