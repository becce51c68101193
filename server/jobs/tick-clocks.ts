import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'

type Deps = { db: Database; clock: Clock; wake: () => void }

const stepSize = 200

/** Finds the tickets whose time has come and puts them into the inbox like any other signal. */
export function createTickClocks({ db, clock, wake }: Deps) {
  return async function tickClocks(ours: Ours): Promise<boolean> {
    const now = clock.now()
    const tickets = await db.tickets.listToWake(now, stepSize, ours)
    if (tickets.length === 0) return false
    await db.transaction(async (stores) => {
      for (const ticket of tickets) {
        await stores.tickets.clearWake(ticket.id)
        await stores.inbox.add(ticket.memberIds.partner, { kind: 'tick', ticketId: ticket.id }, now)
      }
    })
    wake()
    return true
  }
}
