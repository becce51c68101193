import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Asking = { memberId: string }
type Contracts = Pick<Stores, 'contracts'>

/** @throws AppError `notFound` for a contract that is not one of this partner's */
export async function contractOfPartner(
  { contracts }: Contracts,
  { memberId }: Asking,
  id: string,
): Promise<ContractRecord> {
  const contract = await contracts.find(id)
  if (contract?.partnerMemberId !== memberId)
    throw new AppError('notFound', 'There is no such contract')
  return contract
}

/** @throws AppError `notFound` when this customer has none in force */
export async function contractInForce(
  { contracts }: Contracts,
  { memberId }: Asking,
): Promise<ContractRecord> {
  const contract = await contracts.findOfCustomer(memberId)
  if (contract?.state !== 'active')
    throw new AppError('notFound', 'This portal has no contract in force')
  return contract
}
