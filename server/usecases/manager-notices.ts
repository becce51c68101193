import type { Words } from '../../shared/words/language.ts'
import type { ContractRecord } from '../db/contracts-store.ts'
import type { Stores } from '../db/database.ts'
import type { NewOutboxRow } from '../db/outbox-store.ts'
import { managersOf } from './managers-of.ts'

/** What the partner's managers should know of a contract; each of them hears it once for its key. */
export async function managerNotices(
  stores: Stores,
  contract: ContractRecord,
  { key, text }: { key: string; text: Words },
): Promise<NewOutboxRow[]> {
  const userIds = await managersOf(stores, contract)
  return userIds.map((userId) => ({
    ...{ memberId: contract.partnerMemberId, ticketId: '', key: `${key}:${String(userId)}` },
    effect: { kind: 'notify', side: 'partner', userId, text },
  }))
}
