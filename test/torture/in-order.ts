import { mayMove, type Stage } from '../../shared/ticket/stages.ts'
import type { Moved, Story } from './story.ts'

/** Of two moves the later record counts; at the same second, the customer's. */
export function inOrder({ moved, isAuthorised }: Story): { stage: Stage; accepted: Moved[] } {
  const rank = ({ side }: Moved) => (side === 'customer' ? 1 : 0)
  const ordered = moved.toSorted((a, b) => a.at - b.at || rank(a) - rank(b) || a.id - b.id)
  let stage: Stage = isAuthorised ? 'new' : 'decision'
  const accepted: Moved[] = []
  for (const move of ordered) {
    if (move.to === stage || !mayMove(move.side, stage, move.to)) continue
    stage = move.to
    accepted.push(move)
  }
  return { stage, accepted }
}
