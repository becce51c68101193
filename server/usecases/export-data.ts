import type { Side } from '../../shared/sla/history.ts'
import type { Clock } from '../../shared/time.ts'
import type { AuditActor } from '../db/audit-store.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

type Actor = AuditActor & { isAdmin: boolean }
type Deps = { db: Database; clock: Clock }

export type ExportData = ReturnType<typeof createExportData>

/**
 * All that is kept of a contract, as lines of JSON: `{"table": …, "row": …}`, the first about the
 * export itself. For administrators of either party, each what his side may read.
 */
export function createExportData({ db, clock }: Deps) {
  /** @param contractId 'own': of the customer's portal that asks */
  return async function exportData(actor: Actor, contractId: string) {
    const { contract, side } = await partyOf(actor, contractId)
    const at = clock.now()
    await db.audit.record({
      ...{ memberId: contract.partnerMemberId, contractId: contract.id, by: actor, at },
      ...{ code: 'contract.exported', about: contract.customerName, before: null, after: null },
    })
    const day = new Date(at).toISOString().slice(0, 10)
    return { name: `sla-desk-${day}.jsonl`, lines: linesOf(contract, side, at) }
  }

  async function* linesOf(contract: ContractRecord, side: Side, at: number) {
    yield lineOf({ format: 'sla-desk', version: 1, exportedAt: at, side, contract })
    for await (const told of db.partyData.told(contract, side)) yield lineOf(told)
  }

  async function partyOf({ memberId, isAdmin }: Actor, contractId: string) {
    if (!isAdmin) throw new AppError('forbidden', 'Only an administrator of the portal may do this')
    const contract =
      contractId === 'own'
        ? await db.contracts.findLatestOfCustomer(memberId)
        : await db.contracts.find(contractId)
    if (contract?.partnerMemberId === memberId) return { contract, side: 'partner' as const }
    if (contract?.customerMemberId === memberId) return { contract, side: 'customer' as const }
    throw new AppError('notFound', 'There is no such contract')
  }
}

const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`
