import type { TimerAction, WorkTimer } from '../../shared/api/work-log.ts'
import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { Engineer } from '../db/work-store.ts'
import { AppError } from '../errors.ts'
import { requireConsent } from './watch-limits.ts'

/** One timer for each engineer, in whatever ticket it runs; stopped, it waits to be entered. */
export function createRunTimer({ db, clock }: { db: Database; clock: Clock }) {
  return {
    async view(engineer: Engineer): Promise<WorkTimer | null> {
      const timer = await db.work.timer(engineer)
      const ticket = timer && (await db.tickets.find(timer.ticketId))
      if (!ticket) return null
      const { startedAt, stoppedAt } = timer
      return { number: ticket.number, itemId: ticket.itemIds.partner, startedAt, stoppedAt }
    },

    /** @throws AppError `conflict` when there is a timer to be started that runs already; `consentNeeded` */
    async act(engineer: Engineer, ticket: Ticket, action: TimerAction): Promise<void> {
      await db.transaction(async (stores) => {
        await stores.work.lockEngineer(engineer)
        const timer = await stores.work.timer(engineer)
        if (action === 'start' && timer)
          throw new AppError('conflict', 'A timer of yours runs or waits to be entered')
        const now = clock.now()
        if (action === 'start') await requireConsent(stores, ticket, { from: now, now })
        const next = {
          start: { ticketId: ticket.id, startedAt: now, stoppedAt: null },
          stop: timer && { ...timer, stoppedAt: timer.stoppedAt ?? now },
          discard: undefined,
        }
        await stores.work.setTimer(engineer, next[action])
      })
    },
  }
}
