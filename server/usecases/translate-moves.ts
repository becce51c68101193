import { stageOf } from '../../shared/ticket/place.ts'
import { mayMove, type Stage } from '../../shared/ticket/stages.ts'
import type { StageMove } from '../bitrix/stage-history.ts'
import type { SideReading } from './read-side.ts'
import { hold, setSide, sideOf, type Translation } from './translation.ts'

/** Rows of the stage history that are new: people's moves become facts, our own die out. */
export function takeMoves(translation: Translation, reading: SideReading): void {
  const { side, place } = reading
  for (const move of reading.moves.toSorted((a, b) => a.id - b.id)) {
    if (move.id <= sideOf(translation, side).stageMark) continue
    setSide(translation, side, { stageMark: move.id })
    const to = stageOf(place, move.stageId)
    if (to === undefined || move.kind === 'created' || isOwn(translation, reading, to)) continue
    takeMove(translation, reading, { move, to })
  }
}

/** A move that we wrote ourselves comes back once in the portal's history. */
function isOwn(translation: Translation, { side }: SideReading, to: Stage): boolean {
  const { ownMoves } = sideOf(translation, side)
  if (ownMoves[0] !== to) return false
  setSide(translation, side, { ownMoves: ownMoves.slice(1) })
  return true
}

function takeMove(
  translation: Translation,
  reading: SideReading,
  { move, to }: { move: StageMove; to: Stage },
): void {
  const { side } = reading
  const from = translation.ticket.stage
  if (to === from) return
  if (!mayMove(side, from, to)) {
    translation.refusedMoves.push({ id: move.id, to })
    return
  }
  const time = hold(move.at, sideOf(translation, side), reading)
  const id = (kind: string) => `${side}:${kind}:${String(move.id)}`
  // Taking up a ticket that needs a decision is the decision.
  if (from === 'decision' && side === 'partner' && to !== 'rejected') {
    translation.facts.push({ kind: 'accepted', id: id('accepted'), ...time })
    translation.ticket = { ...translation.ticket, decisionReason: null }
  }
  translation.facts.push({ kind: 'stage', id: id('stage'), ...time, stage: to, by: side })
  translation.ticket = { ...translation.ticket, stage: to }
}
