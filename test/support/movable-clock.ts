import type { Clock } from '../../shared/time.ts'

export type MovableClock = Clock & { advance(ms: number): void; readonly offsetMs: number }

/** Runs like the machine's clock, from a chosen moment on, and can be moved forward. */
export function createMovableClock(startsAt?: string): MovableClock {
  let offset = startsAt === undefined ? 0 : Date.parse(startsAt) - Date.now()
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms
    },
    get offsetMs() {
      return offset
    },
  }
}
