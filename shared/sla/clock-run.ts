import { alwaysTime } from '../calendar/always-time.ts'
import type { BusinessTime } from '../calendar/business-time.ts'
import { addWithPauses, betweenWithPauses } from '../calendar/pauses.ts'
import type { Instant } from '../time.ts'
import type { ClockName, ClockPause, PauseReason, SlaClock, Warning } from './clock.ts'
import type { Level } from './level.ts'
import type { ServiceWindow } from './policy.ts'

/** What a clock promises: so much open time of a window, as its level has it. */
export type ClockTarget = { level: Level; targetMs: number; window: ServiceWindow }

/** What all clocks of a ticket share. */
export type ClockSetting = {
  business: BusinessTime
  /** Shares to warn at, ascending, without the breach itself. */
  marks: readonly number[]
  /** Whether the calendar may rest on years without a decree. */
  mayBeProvisional: boolean
}

type Start = { name: ClockName; interval: number; startedBy: string; startedAt: Instant }

/** From where used time is counted. `due` where a change of level kept the due as it was. */
type Basis = { from: Instant; usedMs: number; due?: Instant }

const nothing: readonly ClockPause[] = []
const noRearms: readonly number[] = []

/** A clock while the history is read: it is started, paused, changed and stopped in time order. */
export class ClockRun {
  readonly start: Start
  readonly #setting: ClockSetting
  #promise: ClockTarget
  #basis: Basis
  #pauses: readonly ClockPause[] = nothing
  #rearms: readonly number[] = noRearms
  #stoppedAt: Instant | undefined
  #violatedAt: Instant | undefined
  #isNeeded = true

  constructor(start: Start, promise: ClockTarget, setting: ClockSetting) {
    this.start = start
    this.#promise = promise
    this.#setting = setting
    this.#basis = { from: start.startedAt, usedMs: 0 }
  }

  get isStopped(): boolean {
    return this.#stoppedAt !== undefined
  }

  /** The due, null while paused. */
  get dueAt(): Instant | null {
    if (this.#openPause()) return null
    return this.#due(this.#promise.targetMs)
  }

  /** The last instant that is not a breach: the next opening where the due is a closing time. */
  get breachesAt(): Instant | null {
    const due = this.dueAt
    if (due === null) return null
    let last = this.#time().nextOpen(due)
    for (const { from, to } of this.#pauses)
      if (to !== null && from <= last && last < to) last = this.#time().nextOpen(to)
    return last
  }

  isBreachedAt(at: Instant): boolean {
    if (this.#violatedAt !== undefined) return true
    const last = this.breachesAt
    return last !== null && at > last
  }

  /** A breached clock is not paused any more: nothing is left to be paused. */
  pause(at: Instant, reason: PauseReason): void {
    const open = this.#openPause()
    if (open?.reason === reason || (!open && this.isBreachedAt(at))) return
    this.resume(at)
    this.#pauses = [...this.#pauses, { from: at, to: null, reason }]
  }

  resume(at: Instant): void {
    const open = this.#openPause()
    if (!open) return
    const before = this.#pauses.slice(0, -1)
    this.#pauses = open.from === at ? before : [...before, { ...open, to: at }]
  }

  /** «Change of level at t». What was met or breached stays. */
  change(at: Instant, promise: ClockTarget): void {
    if (this.isStopped || this.isBreachedAt(at)) return
    const open = this.#openPause()
    this.resume(at)
    const usedBefore = this.#used(at) / this.#promise.targetMs
    const isRaised = promise.level < this.#promise.level
    // A paused clock has no due to keep: raised, it has the whole new target when it resumes.
    const basis =
      isRaised && open ? { from: at, usedMs: 0 } : this.#basisAfter({ at, promise, isRaised })
    this.#promise = promise
    this.#basis = basis
    this.#rearm(usedBefore, this.#used(at) / promise.targetMs)
    if (open) this.#pauses = [...this.#pauses, { from: at, to: null, reason: open.reason }]
  }

  stop(at: Instant): void {
    this.#stoppedAt ??= at
  }

  /** Ends it as «не потребовалось», unless it is breached already. */
  drop(at: Instant): void {
    if (this.isStopped) return
    this.#isNeeded = this.isBreachedAt(at)
    this.#stoppedAt = at
  }

  violate(at: Instant): void {
    this.#violatedAt = at
    this.#stoppedAt = at
  }

  toClock(): SlaClock {
    const { targetMs, level, window } = this.#promise
    const open = this.isStopped ? undefined : this.#openPause()
    const dueAt = this.#isNeeded ? this.dueAt : null
    return {
      ...this.start,
      owedBy: this.start.name === 'replyDuty' ? 'customer' : 'partner',
      level,
      window,
      targetMs,
      dueAt,
      breachesAt: dueAt === null ? null : this.breachesAt,
      warnings: this.#isNeeded ? this.#warnings() : [],
      counted: { from: this.#basis.from, usedMs: this.#basis.usedMs },
      pauses: [...this.#pauses],
      ...this.#outcome(),
      ...(open && this.#frozen(open)),
      ...(this.#isProvisional(dueAt) && { provisional: true as const }),
    }
  }

  #outcome() {
    return {
      ...(this.#stoppedAt !== undefined && { stoppedAt: this.#stoppedAt }),
      ...(this.#violatedAt !== undefined && { violatedAt: this.#violatedAt }),
      ...(!this.#isNeeded && { notNeeded: true as const }),
    }
  }

  #frozen(open: ClockPause) {
    const remainingMs = Math.max(0, this.#promise.targetMs - this.#used(open.from))
    return { pausedAt: open.from, pauseReason: open.reason, remainingMs }
  }

  #isProvisional(dueAt: Instant | null): boolean {
    if (!this.#setting.mayBeProvisional) return false
    return this.#time().isProvisional(this.start.startedAt, dueAt ?? this.start.startedAt)
  }

  #time(window = this.#promise.window): BusinessTime {
    return window === 'always' ? alwaysTime : this.#setting.business
  }

  #openPause(): ClockPause | undefined {
    const last = this.#pauses.at(-1)
    return last?.to === null ? last : undefined
  }

  #used(at: Instant): number {
    const { from, usedMs } = this.#basis
    return usedMs + betweenWithPauses(this.#time(), { from, to: at }, this.#pauses)
  }

  /** When so much of the promise is used up; null if not before an open pause. */
  #due(ms: number): Instant | null {
    const { from, usedMs, due } = this.#basis
    if (due !== undefined && ms === this.#promise.targetMs && !this.#isPausedSince(from)) return due
    if (ms <= usedMs) return from
    return addWithPauses(this.#time(), { start: from, ms: ms - usedMs }, this.#pauses)
  }

  #isPausedSince(from: Instant): boolean {
    const last = this.#pauses.at(-1)
    return last !== undefined && (last.to ?? Infinity) > from
  }

  #warnings(): Warning[] {
    const warnings: Warning[] = []
    this.#setting.marks.forEach((share, index) => {
      const at = this.#due(Math.round(share * this.#promise.targetMs))
      const isReached = at !== null && at <= (this.#stoppedAt ?? Infinity)
      if (isReached) warnings.push({ share, at, rearmed: this.#rearms[index] ?? 0 })
    })
    return warnings
  }

  /** Where the new level's due differs from the old one, it counts afresh; else the old due stays. */
  #basisAfter(change: { at: Instant; promise: ClockTarget; isRaised: boolean }): Basis {
    const { at, promise, isRaised } = change
    const { startedAt } = this.start
    const time = this.#time(promise.window)
    const oldDue = this.#due(this.#promise.targetMs) ?? at
    const from = isRaised ? at : startedAt
    const pauses = isRaised ? nothing : this.#pauses
    const newDue = addWithPauses(time, { start: from, ms: promise.targetMs }, pauses) ?? oldDue
    const isNewDue = isRaised ? newDue <= oldDue : newDue >= oldDue
    if (isNewDue) return { from, usedMs: 0 }
    const keptFrom = Math.min(at, oldDue)
    const usedMs = promise.targetMs - time.between(keptFrom, oldDue)
    return { from: keptFrom, usedMs, due: oldDue }
  }

  /** A mark that was passed and is not any more may be announced once more. */
  #rearm(usedBefore: number, usedNow: number): void {
    const isRearmed = (mark: number) => usedBefore >= mark && usedNow < mark
    if (!this.#setting.marks.some(isRearmed)) return
    this.#rearms = this.#setting.marks.map(
      (mark, index) => (this.#rearms[index] ?? 0) + (isRearmed(mark) ? 1 : 0),
    )
  }
}
