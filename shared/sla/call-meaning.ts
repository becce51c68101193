import type { BusinessCalendar } from '../calendar/schema.ts'
import type { Instant } from '../time.ts'
import { clockState } from './clock-state.ts'
import type { SlaClock } from './clock.ts'
import { computeClocks } from './clocks.ts'
import { effectiveAt } from './fact-order.ts'
import type { Fact } from './history.ts'
import type { Level } from './level.ts'
import type { SlaPolicy } from './policy.ts'
import { clocksAt, type TicketClocks } from './ticket-clocks.ts'

export type CallFact = Extract<Fact, { kind: 'call' }>

/** What an unanswered call is for the duty to be reachable (§4.1). */
export type AttemptMeaning =
  /** One more of the attempts that violate the duty; the next one counts from `from` to `to`. */
  | { kind: 'counted'; made: number; limit: number; from: Instant; to: Instant }
  /** Too soon after the one before. */
  | { kind: 'tooEarly'; made: number; limit: number; countsFrom: Instant }
  /** The last one that it took. `afterMs`: since the attempt before, if there was one. */
  | { kind: 'violated'; made: number; afterMs: number | null; level: Level }
  /** A contact came in between, or a later call has been logged already. */
  | { kind: 'overtaken' }

/** What a call means for the ticket. Plain data. */
export type CallMeaning = {
  /** Its start, or its entry when it was entered late. */
  countsAt: Instant
  isLate: boolean
  /** It is the first contact, in time or not; null: it is not the first contact. */
  reaction: 'met' | 'breached' | null
  /** An interval of the status update starts with it. */
  isUpdate: boolean
  /** Null for a call that reached somebody, and where the duty does not run. */
  attempt: AttemptMeaning | null
}

type Rules = { policy: SlaPolicy; calendar: BusinessCalendar }

const minuteMs = 60_000

/**
 * What a call means, by comparing the clocks with it and without it. Pure; good for a call that is
 * still to be logged and for one that has been.
 *
 * @param history the ticket's facts; the call itself may be among them
 * @throws HistoryError, CalendarError as `computeClocks`
 */
export function callMeaning(
  { policy, calendar }: Rules,
  history: readonly Fact[],
  call: CallFact,
): CallMeaning {
  const others = history.filter(({ id }) => id !== call.id)
  const clocksOf = (facts: readonly Fact[]) =>
    clocksAt(computeClocks(policy, calendar, facts), call.enteredAt)
  const [before, after] = [clocksOf(others), clocksOf([...others, call])]
  const countsAt = effectiveAt(call)
  return {
    countsAt,
    isLate: countsAt !== call.at,
    reaction: reactionBy(before, after, countsAt),
    isUpdate: after.clocks.some(
      ({ name, startedBy }) => name === 'statusUpdate' && startedBy === call.id,
    ),
    attempt: call.reached
      ? null
      : attemptOf({ before, after, others, call, rule: policy.phoneDuty }),
  }
}

function reactionBy(
  before: TicketClocks,
  after: TicketClocks,
  at: Instant,
): CallMeaning['reaction'] {
  if (after.contactAt !== at || before.contactAt === at) return null
  const clock = after.clocks.findLast(({ name }) => name === 'reaction')
  if (clock?.stoppedAt !== at) return null
  return clockState(clock, at) === 'met' ? 'met' : 'breached'
}

type Comparison = {
  before: TicketClocks
  after: TicketClocks
  others: readonly Fact[]
  call: CallFact
  rule: SlaPolicy['phoneDuty']
}

function attemptOf({ before, after, others, call, rule }: Comparison): AttemptMeaning | null {
  const at = effectiveAt(call)
  const change = after.levelChanges.find(
    ({ reason, evidence }) => reason === 'phoneDuty' && evidence.includes(call.id),
  )
  if (change) {
    const { evidence, to: level } = change
    const earlier = others.findLast(({ id }) => id !== call.id && evidence.includes(id))
    const afterMs = earlier ? at - effectiveAt(earlier) : null
    return { kind: 'violated', made: evidence.length, afterMs, level }
  }
  const [known, made] = [attemptsAt(before, at), attemptsAt(after, at)]
  if (!known || !made) return null
  if (made.lastAt === at) {
    const [from, to] = [at + rule.minGapMinutes * minuteMs, at + rule.maxGapMinutes * minuteMs]
    return { kind: 'counted', made: made.made, limit: made.limit, from, to }
  }
  const countsFrom = (known.lastAt ?? -Infinity) + rule.minGapMinutes * minuteMs
  if (known.lastAt === undefined || known.lastAt > at || at >= countsFrom)
    return { kind: 'overtaken' }
  return { kind: 'tooEarly', made: known.made, limit: known.limit, countsFrom }
}

/** Of the duty that runs at an instant; undefined where none does, or it is paused. */
function attemptsAt({ clocks }: TicketClocks, at: Instant): SlaClock['attempts'] {
  const runs = ({ name, startedAt, stoppedAt, pausedAt }: SlaClock) =>
    name === 'phoneDuty' && startedAt <= at && stoppedAt === undefined && pausedAt === undefined
  return clocks.findLast(runs)?.attempts
}
