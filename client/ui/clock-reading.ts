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

type At = {
  now: Instant
  /** Of the durations. */
  locale: string
  /** What is left, where working time is what counts. */
  workingMs: number | null
}

export function readClock(clock: SlaClock, at: At): ClockReading {
  const { now, locale } = at
  const state = clockState(clock, now)
  const end = clock.stoppedAt ?? now
  const told: Record<ClockState, Told> = {
    running: clock.attempts ? ['kept', 0] : left(clock, at),
    breached: clock.attempts ? ['violated', 0] : ['late', end - (clock.dueAt ?? end)],
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

type Told = [key: string, ms: number]

const left = ({ dueAt }: SlaClock, { now, workingMs }: At): Told =>
  workingMs === null || workingMs < minuteMs
    ? ['left', workingMs ?? (dueAt ?? now) - now]
    : ['leftWorking', workingMs]
