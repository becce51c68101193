import type { Logger } from 'pino'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import type { AdoptTickets } from '../usecases/adopt-tickets.ts'
import type { RecoverTicket } from '../usecases/recover-ticket.ts'

type Deps = {
  db: Database
  adoptTickets: AdoptTickets
  recoverTicket: RecoverTicket
  clock: Clock
  log: Logger
  wake: () => void
}

/** A portal that does not answer is asked again so much later. */
const pauseMs = 60_000
const ticketsAtOnce = 20

/**
 * After a backup was restored: finds the tickets that it does not know, then reads all of them anew from
 * both portals, the open ones first.
 */
export function createRecoverRestored(deps: Deps) {
  const { db, clock, log } = deps
  let isOver = false

  return async function recoverRestored(ours: Ours): Promise<boolean> {
    isOver ||= !(await db.restorations.isAnyLeft())
    if (isOver) return false
    const restoration = await db.restorations.nextToAdopt(clock.now(), ours)
    if (restoration) {
      const { contractId } = restoration
      await attempt(
        async () => {
          const adopted = await deps.adoptTickets.adopt(restoration)
          log.info({ contractId, adopted }, 'tickets that the backup does not know were looked for')
        },
        (until) => db.restorations.postponeAdoption(restoration, until),
      )
      return true
    }
    const ids = await db.restorations.nextUnread(clock.now(), ticketsAtOnce, ours)
    await Promise.all(
      ids.map((id) =>
        attempt(
          () => deps.recoverTicket(id),
          (until) => db.restorations.postpone(id, until),
        ),
      ),
    )
    if (ids.length > 0) deps.wake()
    return ids.length > 0
  }

  async function attempt(
    work: () => Promise<void>,
    postpone: (until: number) => Promise<void>,
  ): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.warn({ err: error }, 'restored records could not be read anew yet')
      await postpone(clock.now() + pauseMs)
    }
  }
}
