import type { Logger } from 'pino'
import { computeClocks } from '../../shared/sla/clocks.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'
import { reportRowsOf } from '../usecases/report-rows.ts'

type Deps = { db: Pick<Database, 'reportRows' | 'transaction'>; log: Logger }

const pageSize = 50

/**
 * Makes what reports count of tickets from their histories, for those from before there were reports.
 * A commit at the same moment makes it think again.
 */
export function createFillReports({ db, log }: Deps) {
  return async function fillReports(ours: Ours): Promise<boolean> {
    const ids = await db.reportRows.toMake(ours, pageSize)
    for (const id of ids)
      await fill(id).catch((error: unknown) => {
        log.error({ err: error, ticketId: id }, 'ticket left out of reports')
        return db.reportRows.made(id)
      })
    return ids.length > 0
  }

  function fill(id: string): Promise<void> {
    return db.transaction(async (stores) => {
      await stores.reportRows.made(id)
      const ticket = await stores.tickets.find(id)
      if (!ticket) return
      const terms = await stores.contracts.terms(ticket.contractId, ticket.termsVersion)
      const history = await stores.history.facts(id)
      const clocks = computeClocks(terms.policy, terms.calendar, history)
      await stores.reportRows.keep(ticket, reportRowsOf({ ...ticket, clocks }, history, terms))
    })
  }
}
