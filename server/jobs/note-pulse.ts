import type { Budget } from '../../shared/api/condition.ts'
import type { Instant } from '../../shared/time.ts'
import type { PortalClients } from '../bitrix/client.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { Meters } from '../operation/meters.ts'

type Deps = { db: Database; meters: Meters; clients: Pick<PortalClients, 'paceOf'> }

/** Notes what is asked of our portals where it has changed, so that every replica can show it. */
export function createNotePulse({ db, meters, clients }: Deps) {
  const noted = new Map<string, string>()
  /** When portals had answered last that have not answered to this process so far. */
  const before = new Map<string, Instant | null>()

  return async function notePulse(ours: Ours): Promise<boolean> {
    const changed = new Map<string, Budget>()
    for (const memberId of meters.portals()) {
      if (ours !== 'all' && !ours.includes(memberId)) continue
      const reading = meters.read(memberId)
      const answeredAt = reading.answeredAt ?? (await answeredBefore(memberId))
      const budget = { ...reading, answeredAt, ...clients.paceOf(memberId) }
      const text = JSON.stringify(budget)
      if (noted.get(memberId) !== text) changed.set(memberId, budget)
      noted.set(memberId, text)
    }
    await db.pulse.saveBudgets(changed)
    return false
  }

  async function answeredBefore(memberId: string): Promise<Instant | null> {
    const known = before.get(memberId)
    if (known !== undefined) return known
    const answeredAt = (await db.pulse.find(memberId)).budget?.answeredAt ?? null
    before.set(memberId, answeredAt)
    return answeredAt
  }
}
