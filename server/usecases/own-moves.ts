import type { Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import type { OwnMove } from '../db/tickets-store.ts'

/** A call may wait for the portal's leave, and nobody sees its end when its process dies meanwhile. */
const underWayMs = 10 * 60_000
/** What was sent before its process died may still arrive for so long. */
const arrivesWithinMs = 30_000

/** We are about to move the item; trying the same once more makes no second row in its history. */
export function beginMove(moves: readonly OwnMove[], stage: Stage, now: Instant): OwnMove[] {
  const attempt = { from: now, until: null }
  const last = moves.at(-1)
  if (last?.stage !== stage || last.isWritten)
    return [...moves, { stage, attempts: [attempt], isWritten: false }]
  const before = last.attempts.map(({ from, until }) => ({
    from,
    until: until ?? now + arrivesWithinMs,
  }))
  return [...moves.slice(0, -1), { ...last, attempts: [...before, attempt] }]
}

type End = {
  now: Instant
  /** `nothing`: the item was there already, or the call never took place. */
  outcome: 'written' | 'unknown' | 'nothing'
}

/** What became of the attempt that began at `from`. */
export function endMove(moves: readonly OwnMove[], from: Instant, end: End): OwnMove[] {
  return moves.flatMap((move) => {
    if (!move.attempts.some((attempt) => attempt.from === from)) return [move]
    const attempts = move.attempts.flatMap((attempt) => {
      if (attempt.from !== from) return [attempt]
      return end.outcome === 'nothing' ? [] : [{ from, until: end.now }]
    })
    const isWritten = move.isWritten || end.outcome === 'written'
    return attempts.length > 0 ? [{ ...move, attempts, isWritten }] : []
  })
}

/**
 * Whether a row of the item's stage history is ours. Those that we meant to write before it never
 * happened.
 *
 * @returns the moves that are still expected; undefined when somebody else has moved it
 */
export function recogniseMove(
  moves: readonly OwnMove[],
  row: { stage: Stage; at: Instant },
): OwnMove[] | undefined {
  const index = moves.findIndex(
    ({ stage, attempts }) => stage === row.stage && attempts.some((one) => covers(one, row.at)),
  )
  return index < 0 ? undefined : moves.slice(index + 1)
}

/** What no reading has seen so long after was never written. */
export const stillExpected = (moves: readonly OwnMove[], readAt: Instant): OwnMove[] =>
  moves.filter(({ attempts }) => attempts.some((attempt) => latest(attempt) >= readAt))

type Attempt = OwnMove['attempts'][number]

const latest = ({ from, until }: Attempt): Instant => until ?? from + underWayMs

/** Portals keep whole seconds. */
const covers = (attempt: Attempt, at: Instant): boolean =>
  at >= Math.floor(attempt.from / 1000) * 1000 && at <= latest(attempt)
