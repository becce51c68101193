import type { Side } from '../../shared/sla/history.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database, Stores } from '../db/database.ts'
import type { Ticket } from '../db/tickets-store.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { beginMove, cancelMove, closeMoves, endMove, isUnderWay } from './own-moves.ts'

/** An event that comes later is not taken for an echo any more. */
const echoWithinMs = 60_000

type Deps = { db: Database; clock: Clock; lock: KeyedLock }

/** A noted write: when it began, and what to do when it fails. */
type OwnWrite = { from: Instant; onFailure: (mayHaveHappened: boolean) => Promise<void> }

/** What we write into items is noted beforehand, so that nobody takes it for a person's doing. */
export function createOwnWrites({ db, clock, lock }: Deps) {
  return { change, note, closeMovesOf }

  /** Works on the ticket as it stands by then. */
  function change(
    ticketId: string,
    work: (fresh: Ticket, stores: Stores) => Promise<void>,
  ): Promise<void> {
    return lock.run(ticketId, () =>
      db.transaction(async (stores) => {
        const fresh = await stores.tickets.find(ticketId)
        if (fresh) await work(fresh, stores)
      }),
    )
  }

  /** Before the call, whose event and row in the stage history are then known for ours. */
  async function note({ id, memberIds }: Ticket, side: Side, stage?: Stage): Promise<OwnWrite> {
    const move = stage && { stage, by: (await db.tokens.read(memberIds[side]))?.userId ?? null }
    const from = clock.now()
    const until = from + echoWithinMs
    await change(id, async (fresh, stores) => {
      const { ownMoves, echoes } = fresh.sides[side]
      await stores.tickets.saveSides(
        withSide(fresh, side, {
          ownMoves: move ? beginMove(ownMoves, from, move) : ownMoves,
          echoes: [...echoes.filter((one) => one >= from), until],
        }),
      )
    })
    return {
      from,
      onFailure: (mayHaveHappened) =>
        change(id, async (fresh, stores) => {
          const { ownMoves, echoes } = fresh.sides[side]
          const left = mayHaveHappened
            ? { ownMoves: endMove(ownMoves, from, clock.now()) }
            : {
                ownMoves: cancelMove(ownMoves, from),
                echoes: echoes.filter((_, index) => index !== echoes.indexOf(until)),
              }
          await stores.tickets.saveSides(withSide(fresh, side, left))
        }),
    }
  }

  /** No move is under way any more: those whose end nobody saw have ended with their process. */
  async function closeMovesOf({ id, sides }: Ticket, side: Side): Promise<void> {
    if (!sides[side].ownMoves.some(isUnderWay)) return
    await change(id, async (fresh, stores) => {
      const ownMoves = closeMoves(fresh.sides[side].ownMoves, clock.now())
      await stores.tickets.saveSides(withSide(fresh, side, { ownMoves }))
    })
  }
}

/** The ticket with another state of one side. */
export function withSide(
  ticket: Ticket,
  side: Side,
  change: Partial<Ticket['sides'][Side]>,
): Ticket {
  return {
    ...ticket,
    sides: { ...ticket.sides, [side]: { ...ticket.sides[side], ...change } },
  }
}
