import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'

/**
 * Who decides for the partner about a contract, as portal users: the manager whom the rota names, else
 * whoever is duty manager under «Сотрудники», else the person who made the contract. Never empty.
 */
export async function managersOf(
  stores: Pick<Stores, 'onCall' | 'officeRoles'>,
  { partnerMemberId: memberId, createdBy }: Pick<ContractRecord, 'partnerMemberId' | 'createdBy'>,
): Promise<number[]> {
  const { settings } = await stores.onCall.find(memberId)
  if (settings.manager) return [settings.manager.id]
  const managerIds = await stores.officeRoles.dutyManagerIds(memberId)
  return managerIds.length > 0 ? managerIds : [createdBy]
}
