import type { Level } from '../../shared/sla/level.ts'
import { isOver, type Stage } from '../../shared/ticket/stages.ts'
import type { Instant } from '../../shared/time.ts'

const minuteMs = 60_000

/** How long a comment can stay unseen when its event was lost, by level. */
export const sweepEveryMs: Record<Level, number> = {
  1: 2 * minuteMs,
  2: 10 * minuteMs,
  3: 30 * minuteMs,
  4: 60 * minuteMs,
}

/** In a closed ticket nothing is promised any more; a reopening moves the item, which is seen sooner. */
const closedEveryMs = 24 * 60 * minuteMs

/** When both cards of a ticket are read again, if nothing asks for it before. */
export function nextSweepAt(stage: Stage, level: Level, now: Instant): Instant {
  return now + (isOver(stage) ? closedEveryMs : sweepEveryMs[level])
}
