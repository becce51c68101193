import type { Database } from '../db/database.ts'
import type { Ours, Portals } from '../db/ours.ts'
import type { SideBySide } from './side-by-side.ts'

type Deps = {
  db: Database
  setUp: { run(memberId: string): Promise<void> }
  keepPortals: {
    due(portals: Portals): Promise<{ memberId: string }[]>
    keep(memberId: string): Promise<boolean>
  }
  settingUp: SideBySide
  checking: SideBySide
}

/** A set-up is hundreds of calls: not more of them begin in one step. */
const atOnce = 8

/**
 * Takes up every set-up that was asked for, also one that a restart interrupted, and looks after
 * what earlier ones have made. A portal that does not answer holds no other up.
 */
export function createSetUpPortals({ db, setUp, keepPortals, settingUp, checking }: Deps) {
  return async function setUpPortals(ours: Ours): Promise<boolean> {
    const wanted = await db.portals.listSettingUp(settingUp.quiet(ours))
    const begun = await settingUp.run(wanted.slice(0, atOnce), async (memberId) => {
      await setUp.run(memberId)
      return true
    })
    const due = await keepPortals.due(checking.quiet(ours))
    const kept = await checking.run(due, (memberId) => keepPortals.keep(memberId))
    const goesOn = [await settingUp.linger(), await checking.linger()]
    return [begun, kept, ...goesOn].some(Boolean)
  }
}
