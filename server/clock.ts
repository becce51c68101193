import type { Clock } from '../shared/time.ts'

/** The machine's clock: the only place in the server that reads it. */
export const systemClock: Clock = { now: () => Date.now() }
