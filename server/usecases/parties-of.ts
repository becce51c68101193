import type { Parties } from '../../shared/api/parties.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'

/** The parties of a contract as papers name them; a partner without a legal name by its portal. */
export async function partiesOf(
  stores: Pick<Stores, 'contractLife' | 'portals'>,
  { id, partnerMemberId, customerName }: ContractRecord,
): Promise<Parties> {
  const { partnerName, partnerRequisites, customerRequisites } = await stores.contractLife.find(id)
  const host = (await stores.portals.find(partnerMemberId))?.host ?? ''
  return {
    partner: { name: partnerName || host, requisites: partnerRequisites },
    customer: { name: customerName, requisites: customerRequisites },
  }
}
