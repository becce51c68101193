import type { Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { OwnMove } from '../db/tickets-store.ts'

/** A call may wait for the portal's leave, and nobody sees its end when its process dies meanwhile. */
const underWayMs = 10 * 60_000
/** What was sent before its process died may still arrive for so long. */
const arrivesWithinMs = 30_000

/** We are about to move the item. Nothing else of ours is under way there by now. */
export function beginMove(moves: readonly OwnMove[], stage: Stage, now: Instant): OwnMove[] {
  const before = moves.map((move) => ({ ...move, until: move.until ?? now + arrivesWithinMs }))
  return [...before, { stage, from: now, until: null }]
}

/** The call that began at `from` has ended, whatever came of it. */
export const endMove = (moves: readonly OwnMove[], from: Instant, now: Instant): OwnMove[] =>
  moves.map((move) => (move.from === from ? { ...move, until: now } : move))

/** The call did not take place, or the item was there already. */
export const cancelMove = (moves: readonly OwnMove[], from: Instant): OwnMove[] =>
  moves.filter((move) => move.from !== from)

/**
 * Whether a row of the item's stage history is ours.
 *
 * @returns the moves that are still expected; undefined when somebody else has moved it
 */
export function recogniseMove(
  moves: readonly OwnMove[],
  row: { stage: Stage; at: Instant },
): OwnMove[] | undefined {
  const own = moves.find((move) => move.stage === row.stage && covers(move, row.at))
  return own && moves.filter((move) => move !== own)
}

/** What a later reading has not seen was never written. */
export const stillExpected = (moves: readonly OwnMove[], readAt: Instant): OwnMove[] =>
  moves.filter((move) => latest(move) >= readAt)

const latest = ({ from, until }: OwnMove): Instant => until ?? from + underWayMs

/** Portals keep whole seconds. */
const covers = (move: OwnMove, at: Instant): boolean =>
  at >= Math.floor(move.from / 1000) * 1000 && at <= latest(move)
