import type { Selectable } from 'kysely'
import { type ContractState, contractStateSchema, type Person } from '../../shared/api/contracts.ts'
import type { Tariff } from '../../shared/billing/tariff.ts'
import type { BusinessCalendar } from '../../shared/calendar/schema.ts'
import type { SlaPolicy } from '../../shared/sla/policy.ts'
import type { Instant } from '../../shared/time.ts'
import type { Db } from './open-db.ts'
import type { Schema } from './schema.ts'
import { createTermsStore } from './terms-store.ts'

export type ContractRecord = {
  id: string
  partnerMemberId: string
  customerMemberId: string | null
  customerName: string
  state: ContractState
  publicMark: string
  createdAt: Instant
  createdBy: number
}

/** Policy, calendar and tariff in force from an instant on; an edit adds a version and rewrites none. */
export type Terms = {
  version: number
  validFrom: Instant
  policy: SlaPolicy
  calendar: BusinessCalendar
  tariff: Tariff
}

export type ContractsStore = ReturnType<typeof createContractsStore>

export function createContractsStore(db: Db) {
  const terms = createTermsStore(db)
  const contracts = () => db.selectFrom('contracts').selectAll()

  return {
    ...terms,

    async find(id: string): Promise<ContractRecord | undefined> {
      const row = await contracts().where('id', '=', id).executeTakeFirst()
      return row && toContract(row)
    },

    async listOfPartner(memberId: string): Promise<ContractRecord[]> {
      const rows = await contracts()
        .where('partner_member_id', '=', memberId)
        .orderBy('created_at', 'desc')
        .execute()
      return rows.map(toContract)
    },

    /** The contract that covers a customer's portal now. */
    async findOfCustomer(memberId: string): Promise<ContractRecord | undefined> {
      const row = await contracts()
        .where('customer_member_id', '=', memberId)
        .where('state', 'in', ['accepted', 'active'])
        .orderBy('created_at', 'desc')
        .executeTakeFirst()
      return row && toContract(row)
    },

    /** Newest first, also those that are over. */
    async listOfCustomer(memberId: string): Promise<ContractRecord[]> {
      const rows = await contracts()
        .where('customer_member_id', '=', memberId)
        .orderBy('created_at', 'desc')
        .execute()
      return rows.map(toContract)
    },

    /** Also one that is not in force yet, or no longer. */
    async findLatestOfCustomer(memberId: string): Promise<ContractRecord | undefined> {
      const row = await contracts()
        .where('customer_member_id', '=', memberId)
        .orderBy('created_at', 'desc')
        .executeTakeFirst()
      return row && toContract(row)
    },

    async add(contract: ContractRecord, first: Terms, persons: Person[]): Promise<void> {
      await db
        .insertInto('contracts')
        .values({ ...toRow(contract), next_number: 1 })
        .execute()
      await terms.addTerms(contract.id, first, null)
      for (const [sort, person] of persons.entries())
        await db
          .insertInto('persons')
          .values(toPersonRow(contract.id, person, sort))
          .execute()
    },

    async save(contract: ContractRecord): Promise<void> {
      await db.updateTable('contracts').set(toRow(contract)).where('id', '=', contract.id).execute()
    },

    async persons(contractId: string): Promise<Person[]> {
      const rows = await db
        .selectFrom('persons')
        .selectAll()
        .where('contract_id', '=', contractId)
        .orderBy('sort')
        .execute()
      return rows.map(toPerson)
    },

    async addPerson(contractId: string, person: Person): Promise<void> {
      const { last } = await db
        .selectFrom('persons')
        .select(({ fn }) => fn.max<number | null>('sort').as('last'))
        .where('contract_id', '=', contractId)
        .executeTakeFirstOrThrow()
      const row = toPersonRow(contractId, person, (last ?? -1) + 1)
      await db.insertInto('persons').values(row).execute()
    },

    async savePerson(contractId: string, person: Person): Promise<void> {
      await db
        .updateTable('persons')
        .set(personColumns(person))
        .where('contract_id', '=', contractId)
        .where('id', '=', person.id)
        .execute()
    },

    async removePerson(contractId: string, personId: string): Promise<void> {
      await db
        .deleteFrom('persons')
        .where('contract_id', '=', contractId)
        .where('id', '=', personId)
        .execute()
    },

    async bindPerson(contractId: string, personId: string, portalUserId: number): Promise<void> {
      await db
        .updateTable('persons')
        .set({ portal_user_id: portalUserId })
        .where('contract_id', '=', contractId)
        .where('id', '=', personId)
        .execute()
    },

    /** No number below this one is given any more by the partner. */
    async countFrom({ partnerMemberId }: ContractRecord, number: number): Promise<void> {
      await db
        .updateTable('contracts')
        .set({ next_number: number })
        .where('partner_member_id', '=', partnerMemberId)
        .where('next_number', '<', number)
        .execute()
    },

    /** Takes the next ticket number of a partner's contracts; call it inside the transaction. */
    async takeNumber(contract: ContractRecord): Promise<number> {
      const { next } = await db
        .selectFrom('contracts')
        .select(({ fn }) => fn.max<number>('next_number').as('next'))
        .where('partner_member_id', '=', contract.partnerMemberId)
        .executeTakeFirstOrThrow()
      await db
        .updateTable('contracts')
        .set({ next_number: next + 1 })
        .where('partner_member_id', '=', contract.partnerMemberId)
        .execute()
      return next
    },
  }
}

function toRow(contract: ContractRecord) {
  return {
    id: contract.id,
    partner_member_id: contract.partnerMemberId,
    customer_member_id: contract.customerMemberId,
    customer_name: contract.customerName,
    state: contract.state,
    public_mark: contract.publicMark,
    created_at: contract.createdAt,
    created_by: contract.createdBy,
  }
}

function toContract(row: Selectable<Schema['contracts']>): ContractRecord {
  return {
    id: row.id,
    partnerMemberId: row.partner_member_id,
    customerMemberId: row.customer_member_id,
    customerName: row.customer_name,
    state: contractStateSchema.parse(row.state),
    publicMark: row.public_mark,
    createdAt: row.created_at,
    createdBy: row.created_by,
  }
}

const toPersonRow = (contractId: string, person: Person, sort: number) => ({
  id: person.id,
  contract_id: contractId,
  ...personColumns(person),
  sort,
})

function personColumns(person: Person) {
  return {
    name: person.name,
    position: person.position,
    email: person.email,
    phone: person.phone,
    is_authorised: person.isAuthorised ? 1 : 0,
    is_organisational: person.isOrganisational ? 1 : 0,
    portal_user_id: person.portalUserId,
  }
}

export function toPerson(row: Selectable<Schema['persons']>): Person {
  return {
    id: row.id,
    name: row.name,
    position: row.position,
    email: row.email,
    phone: row.phone,
    isAuthorised: row.is_authorised === 1,
    isOrganisational: row.is_organisational === 1,
    portalUserId: row.portal_user_id,
  }
}
