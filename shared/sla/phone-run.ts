import type { Instant } from '../time.ts'
import type { SlaClock } from './clock.ts'
import type { Cause, Run } from './clock-list.ts'
import type { SlaPolicy } from './policy.ts'

const minuteMs = 60_000

/** §4.1 over one period of level 1: unanswered attempts, the right time apart, without contact. */
export class PhoneRun implements Run {
  readonly #rule: SlaPolicy['phoneDuty']
  readonly #start: Cause
  readonly #interval: number
  #attempts: Cause[] = []
  #pausedAt: Instant | undefined
  #stoppedAt: Instant | undefined
  #violatedAt: Instant | undefined

  constructor(rule: SlaPolicy['phoneDuty'], start: Cause, interval: number) {
    this.#rule = rule
    this.#start = start
    this.#interval = interval
  }

  /** @returns the ids of the attempts that violate the duty, once there are enough of them */
  attempt(call: Cause): string[] | null {
    if (this.#pausedAt !== undefined) return null
    const last = this.#attempts.at(-1)
    const gapMs = last ? call.at - last.at : 0
    if (last && gapMs < this.#rule.minGapMinutes * minuteMs) return null
    const isChain = gapMs <= this.#rule.maxGapMinutes * minuteMs
    this.#attempts = isChain ? [...this.#attempts, call] : [call]
    if (this.#attempts.length < this.#rule.attempts) return null
    this.#violatedAt = call.at
    return this.#attempts.map(({ id }) => id)
  }

  /** The customer was reached, or wrote: the count starts anew. */
  startAnew(): void {
    if (this.#violatedAt === undefined) this.#attempts = []
  }

  pause(at: Instant): void {
    this.#pausedAt ??= at
    this.startAnew()
  }

  resume(): void {
    this.#pausedAt = undefined
  }

  stop(at: Instant): void {
    this.#stoppedAt ??= at
  }

  toClock(): SlaClock {
    const lastAt = this.#attempts.at(-1)?.at
    const clock: SlaClock = {
      name: 'phoneDuty',
      owedBy: 'customer',
      interval: this.#interval,
      startedBy: this.#start.id,
      level: 1,
      window: 'always',
      targetMs: 0,
      startedAt: this.#start.at,
      dueAt: null,
      breachesAt: null,
      warnings: [],
      attempts: {
        made: this.#attempts.length,
        limit: this.#rule.attempts,
        ...(lastAt !== undefined && { lastAt }),
      },
      counted: { from: this.#start.at, usedMs: 0 },
      pauses: [],
    }
    if (this.#stoppedAt !== undefined) clock.stoppedAt = this.#stoppedAt
    if (this.#violatedAt !== undefined) clock.violatedAt = this.#violatedAt
    if (this.#pausedAt === undefined || this.#stoppedAt !== undefined) return clock
    clock.pausedAt = this.#pausedAt
    clock.pauseReason = 'outOfScope'
    return clock
  }
}
