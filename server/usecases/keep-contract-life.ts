import type { AuditCode, AuditValues } from '../../shared/api/audit.ts'
import type { ContractDetails, ContractRenewal } from '../../shared/api/contract-life.ts'
import type { Contract } from '../../shared/api/contracts.ts'
import { standingAt } from '../../shared/sla/contract-life.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { LifeRecord } from '../db/contract-life-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { contractView, detailsOf } from './contract-view.ts'
import { contractOfPartner } from './own-contract.ts'

export type KeepContractLife = ReturnType<typeof createKeepContractLife>

type Change = {
  code: AuditCode
  life: LifeRecord
  customerName?: string
  before: AuditValues
  after: AuditValues
}

/** Validity, licence term (§1) and place of service (§3.2) of a partner's contracts. */
export function createKeepContractLife({ db, clock }: { db: Database; clock: Clock }) {
  return {
    async describe(actor: AuditActor, id: string, wanted: ContractDetails): Promise<Contract> {
      const contract = await contractOfPartner(db, actor, id)
      const life = await db.contractLife.find(id)
      const { customerName, ...details } = wanted
      return change(actor, contract, {
        code: 'contract.changed',
        life: { ...life, ...details },
        customerName,
        before: { customerName: contract.customerName, ...detailsOf(life) },
        after: { ...wanted },
      })
    },

    /** By hand, from now on: tickets that come wait for a decision, open ones go on. */
    async end(actor: AuditActor, id: string, reason: string): Promise<Contract> {
      const contract = await contractOfPartner(db, actor, id)
      const life = await db.contractLife.find(id)
      if (contract.state !== 'active' || (await standing(contract, life)) === 'ended')
        throw new AppError('conflict', 'The contract is not in force')
      const ending = { endedAt: clock.now(), endedBy: actor.name, endReason: reason }
      return change(actor, contract, {
        code: 'contract.ended',
        life: { ...life, ...ending },
        before: { state: 'active' },
        after: { state: 'ended', reason },
      })
    },

    async renew(actor: AuditActor, id: string, wanted: ContractRenewal): Promise<Contract> {
      const contract = await contractOfPartner(db, actor, id)
      const life = await db.contractLife.find(id)
      const { endsOn, reason } = wanted
      const renewed = { ...life, endsOn, endedAt: null, endedBy: null, endReason: '' }
      if ((await standing(contract, renewed)) === 'ended')
        throw new AppError('badRequest', 'This day is over', { field: 'endsOn' })
      return change(actor, contract, {
        code: 'contract.renewed',
        life: renewed,
        before: { endsOn: life.endsOn },
        after: { endsOn, reason },
      })
    },
  }

  async function change(
    by: AuditActor,
    contract: ContractRecord,
    { code, life, customerName = contract.customerName, before, after }: Change,
  ): Promise<Contract> {
    const at = clock.now()
    const changed = { ...contract, customerName }
    await db.transaction(async (stores) => {
      await stores.contracts.save(changed)
      await stores.contractLife.save(contract, life)
      await stores.audit.record({
        ...{ memberId: contract.partnerMemberId, contractId: contract.id, by, at },
        ...{ code, about: customerName, before, after },
      })
    })
    return contractView(db, changed, at)
  }

  async function standing({ id }: ContractRecord, life: LifeRecord) {
    const now = clock.now()
    const { calendar } = await db.contracts.termsAt(id, now)
    return standingAt(life, contractZone(calendar), now)
  }
}
