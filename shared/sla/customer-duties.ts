import type { Instant } from '../time.ts'
import type { Cause, ClockList } from './clock-list.ts'
import type { ClockRun } from './clock-run.ts'
import { PhoneRun } from './phone-run.ts'
import type { SlaPolicy } from './policy.ts'

/** A duty of §4 that was not kept, and what shows it. */
export type Violation = {
  at: Instant
  reason: 'replyDuty' | 'phoneDuty'
  clause: string
  evidence: string[]
}

type Question = { id: string; delivered: Cause | null }

const minuteMs = 60_000

/** The customer's own clocks at level 1: answer within the hour (§4.2), be reachable (§4.1). */
export class CustomerDuties {
  readonly #policy: SlaPolicy
  readonly #clocks: ClockList
  readonly #deliveries = new Map<string, Cause>()
  #questions: Question[] = []
  #isInForce = false
  #isOutOfScope = false
  #reply: ClockRun | null = null
  #asked: Question | null = null
  #phone: PhoneRun | null = null

  constructor(policy: SlaPolicy, clocks: ClockList) {
    this.#policy = policy
    this.#clocks = clocks
  }

  /** A period of level 1 begins; does nothing while one lasts. */
  begin(cause: Cause): void {
    if (this.#isInForce) return
    this.#isInForce = true
    const interval = this.#clocks.nextInterval('phoneDuty')
    this.#phone = new PhoneRun(this.#policy.phoneDuty, cause, interval)
    this.#clocks.add(this.#phone)
    if (this.#isOutOfScope) this.#phone.pause(cause.at)
    this.#runReply(cause)
  }

  end(at: Instant): void {
    this.#isInForce = false
    this.#reply?.drop(at)
    this.#reply = null
    this.#phone?.stop(at)
    this.#phone = null
  }

  ask(question: Cause): void {
    const delivered = this.#deliveries.get(question.id) ?? null
    this.#questions.push({ id: question.id, delivered })
    this.#runReply(question)
  }

  /** Until it is delivered, a question obliges nobody. */
  deliver(messageId: string, delivery: Cause): void {
    if (this.#deliveries.has(messageId)) return
    this.#deliveries.set(messageId, delivery)
    const question = this.#questions.find(({ id }) => id === messageId)
    if (!question) return
    question.delivered = delivery
    this.#runReply(delivery)
  }

  /** Any message of an authorised person meets the duty, whatever was asked before it. */
  answer(at: Instant): void {
    this.#questions = []
    this.#reply?.stop(at)
    this.#reply = null
    this.#phone?.startAnew()
  }

  /** Nobody waits for the answer any more. */
  withdrawQuestions(at: Instant): void {
    this.#questions = []
    this.#reply?.drop(at)
    this.#reply = null
  }

  contact(): void {
    this.#phone?.startAnew()
  }

  attempt(call: Cause): Violation | null {
    const evidence = this.#phone?.attempt(call)
    return evidence ? { at: call.at, reason: 'phoneDuty', clause: '4.1', evidence } : null
  }

  setOutOfScope(isOutOfScope: boolean, at: Instant): void {
    this.#isOutOfScope = isOutOfScope
    if (isOutOfScope) {
      this.#reply?.pause(at, 'outOfScope')
      this.#phone?.pause(at)
    } else {
      this.#reply?.resume(at)
      this.#phone?.resume()
    }
  }

  /** What happens by itself if the customer stays silent; null while no answer is due. */
  pendingViolation(): Violation | null {
    const at = this.#reply?.breachesAt ?? null
    if (at === null || !this.#asked) return null
    const { id, delivered } = this.#asked
    const evidence = delivered ? [id, delivered.id] : [id]
    return { at, reason: 'replyDuty', clause: '4.2', evidence }
  }

  violateReply(at: Instant): void {
    this.#reply?.violate(at)
    this.#reply = null
  }

  /** Several questions are one duty, from the first that was delivered and is unanswered. */
  #runReply(cause: Cause): void {
    if (!this.#isInForce || this.#reply) return
    const delivered = this.#questions.filter((question) => question.delivered)
    const earliest = delivered.sort((a, b) => deliveredAt(a) - deliveredAt(b))[0]
    if (!earliest) return
    this.#asked = earliest
    const targetMs = this.#policy.replyDutyMinutes * minuteMs
    const start = { at: Math.max(cause.at, deliveredAt(earliest)), id: earliest.id }
    this.#reply = this.#clocks.open('replyDuty', start, { level: 1, targetMs, window: 'always' })
    if (this.#isOutOfScope) this.#reply.pause(cause.at, 'outOfScope')
  }
}

const deliveredAt = ({ delivered }: Question) => delivered?.at ?? Infinity
