import type { SlaClock } from './clock.ts'

/** Neither over nor not needed: somebody still owes what it promises. */
export const isOpenClock = (clock: SlaClock): boolean =>
  clock.stoppedAt === undefined && clock.notNeeded === undefined

/** The clock that is due next, whoever owes it; a paused one only when nothing runs. Pure. */
export function nextClock(clocks: readonly SlaClock[]): SlaClock | undefined {
  const open = clocks.filter(isOpenClock)
  const due = open.filter((clock) => clock.dueAt !== null)
  return (
    due.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0] ??
    open.find((clock) => clock.pausedAt !== undefined)
  )
}
