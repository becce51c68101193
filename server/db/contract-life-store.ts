import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { ContractLife } from '../../shared/sla/contract-life.ts'
import type { ContractTables } from './contract-tables.ts'
import type { Db } from './open-db.ts'
import { among, type Ours } from './ours.ts'

export type LifeRecord = ContractLife & {
  /** §3.2. */
  place: string
  /** As papers name it; '': by its portal. */
  partnerName: string
  partnerRequisites: string
  customerRequisites: string
  endedBy: string | null
  endReason: string
  /** Keys of what the partner has been told of. */
  told: string[]
}

const unlimited: LifeRecord = {
  startsOn: null,
  endsOn: null,
  licenceUntil: null,
  place: '',
  partnerName: '',
  partnerRequisites: '',
  customerRequisites: '',
  endedAt: null,
  endedBy: null,
  endReason: '',
  told: [],
}

const toldSchema = z.array(z.string())

/** From when to when contracts cover tickets. */
export function createContractLifeStore(db: Db) {
  return {
    async find(contractId: string): Promise<LifeRecord> {
      const row = await db
        .selectFrom('contract_life')
        .selectAll()
        .where('contract_id', '=', contractId)
        .executeTakeFirst()
      return row ? toLife(row) : unlimited
    },

    /** Contracts with an end of some kind that has not come by hand. */
    async listLimited(ours: Ours): Promise<{ contractId: string; life: LifeRecord }[]> {
      const rows = await db
        .selectFrom('contract_life')
        .selectAll()
        .where(among(db, 'partner_member_id', ours))
        .where('ended_at', 'is', null)
        .where((row) =>
          row.or([row('ends_on', 'is not', null), row('licence_until', 'is not', null)]),
        )
        .execute()
      return rows.map((row) => ({ contractId: row.contract_id, life: toLife(row) }))
    },

    async save(contract: { id: string; partnerMemberId: string }, life: LifeRecord): Promise<void> {
      const row = {
        partner_member_id: contract.partnerMemberId,
        starts_on: life.startsOn,
        ends_on: life.endsOn,
        licence_until: life.licenceUntil,
        place: life.place,
        partner_name: life.partnerName,
        partner_requisites: life.partnerRequisites,
        customer_requisites: life.customerRequisites,
        ended_at: life.endedAt,
        ended_by: life.endedBy,
        end_reason: life.endReason,
        told: JSON.stringify(life.told),
      }
      await db
        .insertInto('contract_life')
        .values({ contract_id: contract.id, ...row })
        .onConflict((conflict) => conflict.column('contract_id').doUpdateSet(row))
        .execute()
    },
  }
}

const toLife = (row: Selectable<ContractTables['contract_life']>): LifeRecord => ({
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  licenceUntil: row.licence_until,
  place: row.place,
  partnerName: row.partner_name,
  partnerRequisites: row.partner_requisites,
  customerRequisites: row.customer_requisites,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endReason: row.end_reason,
  told: toldSchema.parse(JSON.parse(row.told)),
})
