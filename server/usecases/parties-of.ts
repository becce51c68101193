import { type Parties, partiesIn } from '../../shared/api/parties.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'

/** Who a contract is between, as papers of this moment say it. */
export async function partiesOf(
  stores: Pick<Stores, 'contractLife' | 'portals'>,
  { id, partnerMemberId, customerName }: ContractRecord,
): Promise<Parties> {
  const life = await stores.contractLife.find(id)
  const partnerHost = (await stores.portals.find(partnerMemberId))?.host ?? ''
  return partiesIn({ customerName, partnerHost, life })
}
