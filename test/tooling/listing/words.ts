import type { Level } from '../../../shared/sla/level.ts'
import type { Cast, romashka } from '../../support/cast.ts'

/** A ticket as people of that language would write it, and what the engineer answers first. */
export type Told = {
  title: string
  level: Level
  description: string
  impact: string
  answer: string
}

/** Everything that is read on the pictures of one language. Nobody in it exists. */
export type Words = {
  cast: Cast
  agreement: typeof romashka
  environment: string
  link: string
  filesReason: string
  packageName: string
  /** Solved in the course of the month, one after the other, with what was done. */
  past: (Told & { work: string })[]
  /** Open on the day of the pictures, the oldest first; the last is critical. */
  open: Told[]
  thanks: string
  proposal: string
  confirmation: string
}
