import { clockState, type ClockState } from '../../shared/sla/clock-state.ts'
import { type SlaClock } from '../../shared/sla/clock.ts'
import type { Instant } from '../../shared/time.ts'
import { formatDuration } from './format-instant.ts'

/** How a clock reads at an instant: its state, and how long in words («осталось 1 ч 20 мин»). */
export type ClockReading = {
  state: ClockState
  /** Key of i18n `clocks.*` and the duration that goes into it; null where there is none to tell. */
  words: { key: string; duration: string }
}

const minuteMs = 60_000
/** «Выполнено меньше чем за минуту» has no number to put in. */
const shortKeys = new Set(['left', 'late', 'metIn'])

/** @param locale of the durations */
export function readClock(clock: SlaClock, now: Instant, locale: string): ClockReading {
  const state = clockState(clock, now)
  const end = clock.stoppedAt ?? now
  const due = clock.dueAt ?? end
  const told: Record<ClockState, [key: string, ms: number]> = {
    running: clock.attempts ? ['kept', 0] : ['left', due - now],
    breached: clock.attempts ? ['violated', 0] : ['late', end - due],
    met: clock.attempts ? ['kept', 0] : ['metIn', end - clock.startedAt],
    paused: [clock.pauseReason ?? 'paused', clock.remainingMs ?? 0],
    notStarted: ['notStarted', 0],
    notNeeded: ['notNeeded', 0],
  }
  const [key, ms] = told[state]
  const isShort = shortKeys.has(key) && ms < minuteMs
  return {
    state,
    words: { key: isShort ? `${key}Short` : key, duration: formatDuration(ms, locale) },
  }
}
