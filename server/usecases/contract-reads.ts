import type { Person } from '../../shared/api/contracts.ts'
import type { ContractRecord, Terms } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'

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

/** While an answer is awaited, whoever asks the same waits for it too. */
export function askedTogether<Question extends readonly [string, ...(string | number)[]], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  const awaited = new Map<string, Promise<Answer>>()
  return (...question) => {
    const key = JSON.stringify(question)
    const known = awaited.get(key)
    if (known) return known
    const answer = ask(...question).finally(() => awaited.delete(key))
    awaited.set(key, answer)
    return answer
  }
}
