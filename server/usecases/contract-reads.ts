import type { Person } from '../../shared/api/contracts.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { askedTogether } from './asked-together.ts'

/** What the bridge has to know of tickets' contracts. */
export type ContractReads = {
  find(id: string): Promise<ContractRecord | undefined>
  terms(id: string, version: number): Promise<Terms>
  persons(id: string): Promise<Person[]>
}

/** Many tickets of one contract are worked on at once: those that ask together get one answer. */
export function createContractReads({ contracts }: Pick<Database, 'contracts'>): ContractReads {
  return {
    find: askedTogether((id) => contracts.find(id)),
    terms: askedTogether((id, version) => contracts.terms(id, version)),
    persons: askedTogether((id) => contracts.persons(id)),
  }
}
