import { lifeNotices } from '../../shared/sla/contract-life.ts'
import { contractZone } from '../../shared/sla/holds-from.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import { managerNotices } from '../usecases/manager-notices.ts'
import { lifeText } from '../usecases/contract-texts.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

/** No ticket waits for it: notices go after those of critical ones. */
const noticeLevel = 3

/** Tells partners, once for each mark, that a contract or the licence of §1 ends or has ended. */
export function createWatchContracts({ db, clock, wake }: Deps) {
  return async function watchContracts(ours: Ours): Promise<boolean> {
    const limited = await db.contractLife.listLimited(ours)
    const told = await Promise.all(limited.map(({ contractId }) => tell(contractId)))
    if (told.includes(true)) wake()
    return told.includes(true)
  }

  async function tell(contractId: string): Promise<boolean> {
    return db.transaction(async (stores) => {
      const now = clock.now()
      const contract = await stores.contracts.find(contractId)
      if (contract?.state !== 'active') return false
      const life = await stores.contractLife.find(contractId)
      const { calendar } = await stores.contracts.termsAt(contractId, now)
      const notices = lifeNotices(life, contractZone(calendar), now)
      const news = notices.filter(({ key }) => !life.told.includes(key))
      if (news.length === 0) return false
      const told = [...life.told, ...news.map(({ key }) => key)]
      await stores.contractLife.save(contract, { ...life, told })
      for (const notice of news) {
        const key = `contractLife:${contract.id}:${notice.key}`
        const text = lifeText(contract.customerName, notice)
        const rows = await managerNotices(stores, contract, { key, text })
        await stores.outbox.add(rows, noticeLevel, now)
      }
      for (const { what, daysLeft, on } of news)
        if (what === 'end' && daysLeft < 0)
          await stores.audit.record({
            ...{ memberId: contract.partnerMemberId, contractId, by: null, at: now },
            ...{ code: 'contract.ended', about: contract.customerName },
            before: { state: 'active' },
            after: { state: 'ended', endsOn: on },
          })
      return true
    })
  }
}
