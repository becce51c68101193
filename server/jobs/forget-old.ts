import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { KeepDays } from '../retention-config.ts'
import type { EraseContract } from '../usecases/erase-contract.ts'

type Deps = {
  db: Database
  keepDays: KeepDays
  eraseContract: EraseContract
  clock: Clock
  log: Logger
}

const dayMs = 24 * 60 * 60_000
/** Attempts count for an hour. */
const attemptDays = 1

/** Erases what has been kept long enough, a bounded step of each kind at a time. */
export function createForgetOld({ db, keepDays, eraseContract, clock, log }: Deps) {
  return async function forgetOld(ours: Ours): Promise<boolean> {
    const before = (days: number) => clock.now() - days * dayMs
    const { retention } = db
    const hasMore = [
      await retention.sentMails(before(keepDays.mail)),
      await retention.mailBytes(before(keepDays.mail)),
      await retention.heldMails(before(keepDays.heldMail)),
      await retention.sentEffects(before(keepDays.sent)),
      await retention.webhooks(before(keepDays.webhooks)),
      await retention.robotCalls(before(keepDays.robotCalls)),
      await retention.audit(before(keepDays.audit)),
      await retention.invitationAttempts(before(attemptDays)),
      await forgetContract(ours, before(keepDays.endedContract)),
    ]
    return hasMore.some(Boolean)
  }

  async function forgetContract(ours: Ours, before: number): Promise<boolean> {
    if (keepDays.endedContract === 0) return false
    const contract = await db.retention.endedContract(before, ours)
    if (!contract) return false
    await eraseContract.erase(contract, null)
    log.info({ contractId: contract.id }, 'ended contract erased')
    return true
  }
}
