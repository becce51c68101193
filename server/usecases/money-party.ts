import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

/** The partner's manager, or an organisational contact of the customer. */
export type MoneyRole = 'manager' | 'contact'
export type MoneyParty = { role: MoneyRole; contract: ContractRecord }

type Asking = { memberId: string; userId: number; isManager: boolean }
type Stores = Pick<Database, 'contracts' | 'portals'>

/**
 * @returns in which role a person deals with money, and of which contracts
 * @throws AppError `forbidden` for anybody else
 */
export async function partyOf(
  { contracts, portals }: Stores,
  { memberId, userId, isManager }: Asking,
): Promise<{ role: MoneyRole; contracts: ContractRecord[] }> {
  if ((await portals.find(memberId))?.role === 'partner') {
    if (isManager) return { role: 'manager', contracts: await contracts.listOfPartner(memberId) }
  } else {
    const contract = await contracts.findLatestOfCustomer(memberId)
    const persons = contract ? await contracts.persons(contract.id) : []
    if (contract && persons.some((one) => one.isOrganisational && one.portalUserId === userId))
      return { role: 'contact', contracts: [contract] }
  }
  throw new AppError('forbidden', 'Money is for managers and organisational contacts')
}

/** @throws AppError `forbidden`; `notFound` for a contract to which his portal is no party */
export async function requireParty(
  stores: Stores,
  asking: Asking,
  contractId: string,
): Promise<MoneyParty> {
  const { role, contracts } = await partyOf(stores, asking)
  const contract = contracts.find(({ id }) => id === contractId)
  if (!contract) throw new AppError('notFound', 'There is no such contract')
  return { role, contract }
}
