import { stageOf } from '../../shared/ticket/place.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'
import { recogniseMove, stillExpected } from './own-moves.ts'
import type { SideReading } from './read-side.ts'
import { hold, setSide, sideOf, type Translation } from './translation.ts'

/**
 * Rows of the stage history that are new: people's moves become facts, our own die out. Whether a move
 * counts is for the clocks to say, because an earlier one may still come to light.
 */
export function takeMoves(translation: Translation, reading: SideReading): void {
  const { side, place, readAt, item } = reading
  const moves = reading.moves.toSorted((a, b) => a.id - b.id)
  const last = moves.at(-1)
  for (const move of moves) {
    if (move.id <= sideOf(translation, side).stageMark) continue
    setSide(translation, side, { stageMark: move.id })
    const stage = stageOf(place, move.stageId)
    if (stage === undefined || move.kind === 'created') continue
    // The item says who moved it last. It was read before the history, which may know more.
    const by = move === last && item?.stageId === move.stageId ? item.movedBy : null
    if (isOwn(translation, side, { stage, at: move.at, by })) continue
    const time = hold(move.at, sideOf(translation, side), reading)
    const id = `${side}:stage:${String(move.id)}`
    translation.facts.push({ kind: 'stage', id, ...time, stage, by: side })
  }
  const ownMoves = stillExpected(sideOf(translation, side).ownMoves, readAt)
  setSide(translation, side, { ownMoves })
}

/** A move that we wrote ourselves comes back once in the portal's history. */
function isOwn(
  translation: Translation,
  side: SideReading['side'],
  row: { stage: Stage; at: Instant; by: number | null },
): boolean {
  const ownMoves = recogniseMove(sideOf(translation, side).ownMoves, row)
  if (ownMoves) setSide(translation, side, { ownMoves })
  return ownMoves !== undefined
}
