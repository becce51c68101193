import type { Trouble, TroubleKind } from '../../shared/api/troubles.ts'
import type { Clock } from '../../shared/time.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Portal } from '../db/portals-store.ts'
import { managerNotices } from './manager-notices.ts'
import { troubleText } from './contract-texts.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

/** Before everything that concerns single tickets: all of them may be standing still. */
const mostUrgent = 1

/**
 * Keeps what is wrong with a portal where its people see it, and tells the partner once: another
 * message comes only when something else is wrong, or the same again after it had been right.
 */
export function createReportTrouble({ db, clock, wake }: Deps) {
  return async function reportTrouble(
    portal: Portal,
    finding: Omit<Trouble, 'since'> | null,
  ): Promise<void> {
    const { memberId } = portal
    await db.transaction(async (stores) => {
      const { trouble: known } = await stores.upkeep.find(memberId)
      if (known?.kind === finding?.kind) return
      const since = clock.now()
      const trouble = finding && { ...finding, since }
      await stores.upkeep.saveTrouble(memberId, trouble)
      if (trouble) await tellPartner(stores, portal, trouble)
    })
    wake()
  }

  async function tellPartner(stores: Stores, portal: Portal, trouble: Trouble): Promise<void> {
    const contract = await contractOf(stores, portal, trouble.kind)
    if (!contract) return
    const { kind, since } = trouble
    const notices = await managerNotices(stores, contract, {
      key: `portal:${portal.memberId}:${kind}:${String(since)}`,
      text: troubleText(portal.host, trouble),
    })
    await stores.outbox.add(notices, mostUrgent, since)
  }

  /** The contract whose partner looks after the portal; a partner looks after his own. */
  async function contractOf(
    stores: Stores,
    { memberId, role }: Portal,
    kind: TroubleKind,
  ): Promise<ContractRecord | undefined> {
    if (role === 'customer') return stores.contracts.findOfCustomer(memberId)
    if (unreachable.has(kind)) return undefined
    return (await stores.contracts.listOfPartner(memberId))[0]
  }
}

/** No message of ours can be read in the portal itself then. */
const unreachable = new Set<TroubleKind>(['closed', 'noAccess', 'badKeys', 'uninstalled'])
