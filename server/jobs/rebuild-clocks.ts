import type { Logger } from 'pino'
import { computeClocks } from '../../shared/sla/clocks.ts'
import { engineVersion } from '../../shared/sla/engine-version.ts'
import { clocksAt } from '../../shared/sla/ticket-clocks.ts'
import { isOver } from '../../shared/ticket/stages.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import { reportRowsOf } from '../usecases/report-rows.ts'

type Deps = { db: Pick<Database, 'engine' | 'transaction'>; clock: Clock; log: Logger }

const pageSize = 50

/**
 * Computes stored clocks anew that another version of the engine left, a few at a time, each once for all
 * replicas. Nobody is told of anything by this: what is open is thought about afterwards, as at any time.
 */
export function createRebuildClocks({ db, clock, log }: Deps) {
  /** Whose histories cannot be read; until the next start. */
  const leftOut = new Set<string>()

  return async function rebuildClocks(ours: Ours): Promise<boolean> {
    const choice = { ours, except: [...leftOut] }
    const ids = await db.engine.listOlder(engineVersion, pageSize, choice)
    for (const id of ids)
      await rebuild(id).catch((error: unknown) => {
        leftOut.add(id)
        log.error({ err: error, ticketId: id }, 'clocks could not be computed anew')
      })
    return ids.length > 0
  }

  function rebuild(id: string): Promise<void> {
    return db.transaction(async (stores) => {
      const ticket = await stores.tickets.find(id)
      if (!ticket) return
      const terms = await stores.contracts.terms(ticket.contractId, ticket.termsVersion)
      const history = await stores.history.facts(id)
      const clocks = computeClocks(terms.policy, terms.calendar, history)
      if (JSON.stringify(clocks) === JSON.stringify(ticket.clocks))
        return stores.engine.mark(id, engineVersion)
      const now = clock.now()
      const { level, stage } = clocksAt(clocks, now)
      const wakeAt = isOver(stage) ? ticket.wakeAt : now
      const saved = await stores.tickets.save({ ...ticket, clocks, level, stage, wakeAt })
      if (level !== ticket.level) await stores.outbox.moveToLevel(id, level)
      await stores.reportRows.keep(saved, reportRowsOf(saved, history, terms))
    })
  }
}
