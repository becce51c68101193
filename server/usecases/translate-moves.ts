import { stageOf } from '../../shared/ticket/place.ts'
import type { Stage } from '../../shared/ticket/stages.ts'
import type { SideReading } from './read-side.ts'
import { hold, setSide, sideOf, type Translation } from './translation.ts'

/** A call that has not arrived by then never does. */
const writtenWithinMs = 60_000

/**
 * Rows of the stage history that are new: people's moves become facts, our own die out. Whether a move
 * counts is for the clocks to say, because an earlier one may still come to light.
 */
export function takeMoves(translation: Translation, reading: SideReading): void {
  const { side, place } = reading
  for (const move of reading.moves.toSorted((a, b) => a.id - b.id)) {
    if (move.id <= sideOf(translation, side).stageMark) continue
    setSide(translation, side, { stageMark: move.id })
    const to = stageOf(place, move.stageId)
    if (to === undefined || move.kind === 'created' || isOwn(translation, reading, to)) continue
    const time = hold(move.at, sideOf(translation, side), reading)
    const id = `${side}:stage:${String(move.id)}`
    translation.facts.push({ kind: 'stage', id, ...time, stage: to, by: side })
  }
  forgetUnwritten(translation, reading)
}

/**
 * A move that we wrote ourselves comes back once in the portal's history; those that we meant to write
 * before it never happened.
 */
function isOwn(translation: Translation, { side }: SideReading, to: Stage): boolean {
  const { ownMoves } = sideOf(translation, side)
  const index = ownMoves.findIndex(({ stage }) => stage === to)
  if (index < 0) return false
  setSide(translation, side, { ownMoves: ownMoves.slice(index + 1) })
  return true
}

/** What we meant to write and nobody saw so long after was never written. */
function forgetUnwritten(translation: Translation, { side, readAt }: SideReading): void {
  const { ownMoves } = sideOf(translation, side)
  const writable = ownMoves.filter(({ at }) => at > readAt - writtenWithinMs)
  setSide(translation, side, { ownMoves: writable })
}
