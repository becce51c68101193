import type { Person } from '../../shared/api/contracts.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import type { OutsideChannel } from '../../shared/sla/history.ts'
import { AppError } from '../errors.ts'

/** A person of a contract who is proven by whoever asks (§3.5), and the way by which he comes. */
export type OutsideAuthor = { contractId: string; personId: string; channel: OutsideChannel }

/** @throws AppError `forbidden` unless the contract is in force and the person is authorised (§5) */
export async function requireOutsideAuthor(
  { contracts }: Pick<Database, 'contracts'>,
  { contractId, personId }: Pick<OutsideAuthor, 'contractId' | 'personId'>,
): Promise<{ contract: ContractRecord; person: Person }> {
  const contract = await contracts.find(contractId)
  const persons = contract?.state === 'active' ? await contracts.persons(contractId) : []
  const person = persons.find(({ id }) => id === personId)
  if (!contract || person?.isAuthorised !== true)
    throw new AppError('forbidden', 'Only authorised persons of contracts in force may do this')
  return { contract, person }
}
