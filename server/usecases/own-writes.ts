import type { Side } from '../../shared/sla/history.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Clock, Instant } from '../../shared/time.ts'
import type { Database, Stores } from '../db/database.ts'
import type { SideState } from '../db/side-state.ts'
import type { Ticket } from '../db/tickets-store.ts'
import { StaleError } from '../errors.ts'
import type { KeyedLock } from '../keyed-lock.ts'
import { beginMove, cancelMove, closeMoves, endMove, isUnderWay } from './own-moves.ts'

/** An event that comes later is not taken for an echo any more. */
const echoWithinMs = 60_000

type Deps = { db: Database; clock: Clock; lock: KeyedLock }

/** A noted write: when it began, the ticket that knows of it, and what to do when it fails. */
type OwnWrite = {
  from: Instant
  noted: Ticket
  onFailure: (mayHaveHappened: boolean) => Promise<unknown>
}

/** What to change of a side, when there is anything. */
type SideChange = (
  state: SideState,
) => Partial<SideState> | null | Promise<Partial<SideState> | null>

/** What we write into items is noted beforehand, so that nobody takes it for a person's doing. */
export function createOwnWrites({ db, clock, lock }: Deps) {
  return { change, changeSide, note, closeMovesOf }

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

  /**
   * One row is written, without a transaction. It begins with the ticket as it was read, and again with
   * a fresh one when somebody has saved it since.
   *
   * @returns the ticket as it is then
   */
  function changeSide(ticket: Ticket, side: Side, work: SideChange): Promise<Ticket> {
    return lock.run(ticket.id, async () => {
      for (let current: Ticket | undefined = ticket; current;) {
        const change = await work(current.sides[side])
        if (change === null) return current
        const saved = await saveUnlessStale(withSide(current, side, change))
        if (saved) return saved
        current = await db.tickets.find(ticket.id)
      }
      return ticket
    })
  }

  /** Before the call, whose event and row in the stage history are then known for ours. */
  async function note(ticket: Ticket, side: Side, stage?: Stage): Promise<OwnWrite> {
    const memberId = ticket.memberIds[side]
    const move = stage && { stage, by: (await db.tokens.read(memberId))?.userId ?? null }
    const from = clock.now()
    const until = from + echoWithinMs
    const noted = await changeSide(ticket, side, ({ ownMoves, echoes }) => ({
      ownMoves: move ? beginMove(ownMoves, from, move) : ownMoves,
      echoes: [...echoes.filter((one) => one >= from), until],
    }))
    const onFailure = (mayHaveHappened: boolean) =>
      changeSide(noted, side, ({ ownMoves, echoes }) =>
        mayHaveHappened
          ? { ownMoves: endMove(ownMoves, from, clock.now()) }
          : {
              ownMoves: cancelMove(ownMoves, from),
              echoes: echoes.filter((_, index) => index !== echoes.indexOf(until)),
            },
      )
    return { from, noted, onFailure }
  }

  /** No move is under way any more: those whose end nobody saw have ended with their process. */
  function closeMovesOf(ticket: Ticket, side: Side): Promise<Ticket> {
    return changeSide(ticket, side, ({ ownMoves }) =>
      ownMoves.some(isUnderWay) ? { ownMoves: closeMoves(ownMoves, clock.now()) } : null,
    )
  }

  /** @returns undefined when somebody has saved it since it was read */
  async function saveUnlessStale(ticket: Ticket): Promise<Ticket | undefined> {
    try {
      return await db.tickets.saveSides(ticket)
    } catch (error) {
      if (error instanceof StaleError) return undefined
      throw error
    }
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
