import type { Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { OwnMove } from '../db/side-state.ts'

/**
 * What was sent before its process died may still arrive for so long after somebody has taken over.
 * A person's same move in that time passes for ours, so it is short.
 */
const arrivesWithinMs = 3000

/** We are about to move the item. Nothing else of ours is under way there by now. */
export const beginMove = (
  moves: readonly OwnMove[],
  now: Instant,
  move: Pick<OwnMove, 'stage' | 'by'>,
): OwnMove[] => [...closeMoves(moves, now), { ...move, from: now, until: null }]

/** A call whose end nobody saw has ended with its process. */
export const closeMoves = (moves: readonly OwnMove[], now: Instant): OwnMove[] =>
  moves.map((move) => ({ ...move, until: move.until ?? now + arrivesWithinMs }))

/** The end of a call is not known: it waits for the portal's leave, or its process has died. */
export const isUnderWay = ({ until }: OwnMove): boolean => until === null

/** The call that began at `from` has ended, whatever came of it. */
export const endMove = (moves: readonly OwnMove[], from: Instant, now: Instant): OwnMove[] =>
  moves.map((move) => (move.from === from ? { ...move, until: now } : move))

/** The call did not take place, or the item was there already. */
export const cancelMove = (moves: readonly OwnMove[], from: Instant): OwnMove[] =>
  moves.filter((move) => move.from !== from)

/** A row of an item's stage history. */
type Row = {
  stage: Stage
  at: Instant
  /** Who made it; null where the portal does not tell, as for all rows but the last. */
  by: number | null
}

/**
 * Whether a row of the item's stage history is ours.
 *
 * @returns the moves that are still expected; undefined when somebody else has moved it
 */
export function recogniseMove(
  moves: readonly OwnMove[],
  { stage, at, by }: Row,
): OwnMove[] | undefined {
  const mayBeOurs = (move: OwnMove) => by === null || move.by === null || by === move.by
  const own = moves.find((move) => move.stage === stage && mayBeOurs(move) && covers(move, at))
  return own && moves.filter((move) => move !== own)
}

/** What a later reading has not seen was never written. */
export const stillExpected = (moves: readonly OwnMove[], readAt: Instant): OwnMove[] =>
  moves.filter((move) => latest(move) >= readAt)

const latest = ({ until }: OwnMove): Instant => until ?? Infinity

/** Portals keep whole seconds. */
const covers = (move: OwnMove, at: Instant): boolean =>
  at >= Math.floor(move.from / 1000) * 1000 && at <= latest(move)
