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
  /** The last one may be open; empty most of the time. */
  #pauses: ClockPause[] = []
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

  /** The last instant that is not a breach, null while paused. */
  get breachesAt(): Instant | null {
    const due = this.dueAt
    return due === null ? null : this.#lastInTime(due)
  }

  isBreachedAt(at: Instant): boolean {
    if (this.#violatedAt !== undefined) return true
    const last = this.breachesAt
    return last !== null && at > last
  }

  /** Pauses for a reason, or lets it run. */
  setPause(at: Instant, reason: PauseReason | null): void {
    if (reason) this.pause(at, reason)
    else this.resume(at)
  }

  /** A breached clock is not paused any more: nothing is left to be paused. */
  pause(at: Instant, reason: PauseReason): void {
    const open = this.#openPause()
    if (open?.reason === reason || (!open && this.isBreachedAt(at))) return
    this.resume(at)
    this.#openPauseAt(at, reason)
  }

  resume(at: Instant): void {
    const open = this.#openPause()
    if (!open) return
    if (open.from === at) this.#pauses.pop()
    else open.to = at
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
    if (open) this.#openPauseAt(at, open.reason)
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
    const { name, interval, startedBy, startedAt } = this.start
    const { targetMs, level, window } = this.#promise
    const dueAt = this.#isNeeded ? this.dueAt : null
    // Written out member by member: spreading parts together costs ten times as much.
    const clock: SlaClock = {
      name,
      owedBy: name === 'replyDuty' ? 'customer' : 'partner',
      interval,
      startedBy,
      level,
      window,
      targetMs,
      startedAt,
      dueAt,
      breachesAt: dueAt === null ? null : this.#lastInTime(dueAt),
      warnings: this.#isNeeded ? this.#warnings() : [],
      counted: { from: this.#basis.from, usedMs: this.#basis.usedMs },
      pauses: this.#pauses.length === 0 ? [] : this.#pauses.map(copyPause),
    }
    this.#addOutcome(clock)
    this.#addPause(clock)
    if (this.#setting.mayBeProvisional && this.#isProvisional(dueAt)) clock.provisional = true
    return clock
  }

  #addOutcome(clock: SlaClock): void {
    if (this.#stoppedAt !== undefined) clock.stoppedAt = this.#stoppedAt
    if (this.#violatedAt !== undefined) clock.violatedAt = this.#violatedAt
    if (!this.#isNeeded) clock.notNeeded = true
  }

  #addPause(clock: SlaClock): void {
    const open = this.#openPause()
    if (!open || this.isStopped) return
    clock.pausedAt = open.from
    clock.pauseReason = open.reason
    clock.remainingMs = Math.max(0, this.#promise.targetMs - this.#used(open.from))
  }

  /** The next opening where the due is a closing time, after a pause if one lies there. */
  #lastInTime(due: Instant): Instant {
    let last = this.#time().nextOpen(due)
    for (const { from, to } of this.#pauses)
      if (to !== null && from <= last && last < to) last = this.#time().nextOpen(to)
    return last
  }

  #isProvisional(dueAt: Instant | null): boolean {
    return this.#time().isProvisional(this.start.startedAt, dueAt ?? this.start.startedAt)
  }

  #time(window = this.#promise.window): BusinessTime {
    return window === 'always' ? alwaysTime : this.#setting.business
  }

  #openPauseAt(from: Instant, reason: PauseReason): void {
    this.#pauses.push({ from, to: null, reason })
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
    const { marks } = this.#setting
    const warnings: Warning[] = []
    for (let index = 0; index < marks.length; index += 1) {
      const share = marks[index] ?? 1
      const at = this.#due(Math.round(share * this.#promise.targetMs))
      // Marks ascend: what an open pause or the end has kept from the first, it keeps from the rest.
      if (at === null || at > (this.#stoppedAt ?? Infinity)) break
      warnings.push({ share, at, rearmed: this.#rearms[index] ?? 0 })
    }
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
    if (usedNow >= usedBefore) return
    this.#rearms = this.#setting.marks.map((mark, index) => {
      const isRearmed = usedBefore >= mark && usedNow < mark
      return (this.#rearms[index] ?? 0) + (isRearmed ? 1 : 0)
    })
  }
}

const copyPause = ({ from, to, reason }: ClockPause): ClockPause => ({ from, to, reason })
