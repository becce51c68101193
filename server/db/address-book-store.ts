import type { Person } from '../../shared/api/contracts.ts'
import { toPerson } from './contracts-store.ts'
import type { Db } from './open-db.ts'

export type AddressBookStore = ReturnType<typeof createAddressBookStore>

/** Whose an address is, over all contracts in force. */
export function createAddressBookStore(db: Db) {
  return {
    /** @param email in small letters */
    async find(email: string): Promise<{ contractId: string; person: Person }[]> {
      const rows = await db
        .selectFrom('persons')
        .innerJoin('contracts', 'contracts.id', 'persons.contract_id')
        .selectAll('persons')
        .where(({ fn }) => fn<string>('lower', ['persons.email']), '=', email)
        .where('contracts.state', '=', 'active')
        .orderBy('contracts.created_at', 'desc')
        .execute()
      return rows.map((row) => ({ contractId: row.contract_id, person: toPerson(row) }))
    },
  }
}
