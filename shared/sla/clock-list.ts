import type { Instant } from '../time.ts'
import type { ClockName, SlaClock } from './clock.ts'
import { ClockRun, type ClockSetting, type ClockTarget } from './clock-run.ts'

/** The event at which something happens: its instant and the id of its fact. */
export type Cause = { at: Instant; id: string }

/** Anything that becomes a clock when the history has been read. */
export type Run = { toClock(): SlaClock }

/** Every clock that a ticket has had, in the order in which they started. */
export class ClockList {
  readonly setting: ClockSetting
  readonly #runs: Run[] = []
  readonly #intervals = new Map<ClockName, number>()

  constructor(setting: ClockSetting) {
    this.setting = setting
  }

  /** Starts the next interval of a promise. */
  open(name: ClockName, cause: Cause, target: ClockTarget): ClockRun {
    const start = {
      name,
      interval: this.nextInterval(name),
      startedBy: cause.id,
      startedAt: cause.at,
    }
    const run = new ClockRun(start, target, this.setting)
    this.add(run)
    return run
  }

  nextInterval(name: ClockName): number {
    const interval = this.#intervals.get(name) ?? 0
    this.#intervals.set(name, interval + 1)
    return interval
  }

  add(run: Run): void {
    this.#runs.push(run)
  }

  /** Takes back the interval that was opened last, as if it had never begun. */
  takeBack(name: ClockName, run: Run): void {
    this.#runs.splice(this.#runs.indexOf(run), 1)
    this.#intervals.set(name, (this.#intervals.get(name) ?? 1) - 1)
  }

  toClocks(): SlaClock[] {
    return this.#runs.map((run) => run.toClock())
  }
}
