import { standingAt } from '../../shared/sla/contract-life.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Deps = { db: Database; clock: Clock }

export type EraseContract = ReturnType<typeof createEraseContract>

/**
 * Erases a contract that has ended, with its tickets, histories, persons, messages, work and
 * statements, in bounded transactions: whoever dies over it, or is asked again, goes on. What people
 * have in their own portals stays there; that it was erased, by whom and how much, stays in the log.
 */
export function createEraseContract({ db, clock }: Deps) {
  return {
    erase,

    /** @param customerName as the administrator has typed it, so that it is the right one */
    async byHand(actor: AuditActor, id: string, customerName: string): Promise<void> {
      const contract = await db.contracts.find(id)
      if (contract?.partnerMemberId !== actor.memberId)
        throw new AppError('notFound', 'There is no such contract')
      if (contract.customerName !== customerName.trim())
        throw new AppError('badRequest', 'This is the name of another customer', {
          field: 'customerName',
        })
      if (!(await isOver(contract)))
        throw new AppError('conflict', 'The contract has not ended; end it first')
      await erase(contract, actor)
    },
  }

  /** @param by null: its time is over */
  async function erase(contract: ContractRecord, by: AuditActor | null): Promise<void> {
    const tickets = await db.partyData.countTickets(contract.id)
    while (await db.transaction((stores) => stores.partyData.eraseTickets(contract.id)));
    await db.transaction(async (stores) => {
      await stores.partyData.eraseRest(contract)
      await stores.audit.record({
        ...{ memberId: contract.partnerMemberId, contractId: null, by, at: clock.now() },
        ...{ code: 'contract.erased', about: contract.customerName },
        ...{ before: { tickets }, after: null },
      })
      const { customerMemberId } = contract
      if (customerMemberId === null) return
      if (!(await stores.contracts.findLatestOfCustomer(customerMemberId)))
        await stores.partyData.erasePortal(customerMemberId)
    })
  }

  /** One that never came into force has nothing to wait for. */
  async function isOver({ id, state }: ContractRecord): Promise<boolean> {
    if (state !== 'active') return true
    const now = clock.now()
    const { calendar } = await db.contracts.termsAt(id, now)
    return standingAt(await db.contractLife.find(id), contractZone(calendar), now) === 'ended'
  }
}
