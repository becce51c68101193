import type { Clock } from '../../shared/time.ts'
import type { Database } from '../db/database.ts'
import type { Ours } from '../db/ours.ts'

type Deps = {
  db: Database
  clock: Clock
  /** Tells people what quiet hours held back, once they are over. */
  tellHeld: (ours: Ours) => Promise<boolean>
  wake: () => void
}

const stepSize = 200

/** Finds the tickets whose time has come and puts them into the inbox like any other signal. */
export function createTickClocks({ db, clock, tellHeld, wake }: Deps) {
  return async function tickClocks(ours: Ours): Promise<boolean> {
    const hasTold = await tellHeld(ours)
    const now = clock.now()
    const tickets = await db.tickets.listToWake(now, stepSize, ours)
    if (tickets.length === 0) return hasTold
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
