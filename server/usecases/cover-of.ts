import type { Standing } from '../../shared/api/contract-life.ts'
import { standingAt } from '../../shared/sla/contract-life.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Instant } from '../../shared/time.ts'
import type { Stores } from '../db/database.ts'

/** Whether a contract covers a ticket that is filed at an instant (§1), and if not, why. */
export async function coverOf(
  stores: Pick<Stores, 'contracts' | 'contractLife'>,
  contractId: string,
  at: Instant,
): Promise<Standing> {
  const { calendar } = await stores.contracts.termsAt(contractId, at)
  return standingAt(await stores.contractLife.find(contractId), contractZone(calendar), at)
}
