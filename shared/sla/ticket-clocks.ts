import type { Instant } from '../time.ts'
import type { Stage } from '../ticket/stages.ts'
import { clockState } from './clock-state.ts'
import { type ClockName, type SlaClock } from './clock.ts'
import type { Level } from './level.ts'
import type { EscalationStep } from './policy.ts'

/** A change of criticality: by a person, by refused consents (§4), by a violated duty (§4.3). */
export type LevelChange = {
  at: Instant
  from: Level
  to: Level
  reason: 'decision' | 'consentsRefused' | 'replyDuty' | 'phoneDuty'
  /** Clause of the agreement, without «§»: '4.2'. */
  clause?: string
  /** Ids of the facts that it rests on. */
  evidence: string[]
  /** The reason that a person gave. */
  note?: string
}

/** The customer does not agree that the ticket is out of scope. */
export type Objection = { at: Instant; by: string; reason: string }

/** §2: since when and why the ticket is no part of the service; the objection that waits for an answer. */
export type OutOfScope = { since: Instant; reason: string; objection: Objection | null }

/** Everything that follows from the history of one ticket; plain data. */
export type TicketClocks = {
  registeredAt: Instant
  /** In the order in which they started. */
  clocks: SlaClock[]
  /** Promises that have not begun: the status update before the first contact. */
  notStarted: ClockName[]
  level: Level
  levelChanges: LevelChange[]
  stage: Stage
  /** Facts of moves that counted for nothing, because the side may not make them. */
  refusedMoves: string[]
  /** The first contact (§3.6). */
  contactAt: Instant | null
  /** «Жду ответа»: by a question or by the stage. */
  waiting: { since: Instant; reason: 'question' | 'stage' } | null
  outOfScope: OutOfScope | null
  /** False while a decision of the partner is awaited: clocks run, nothing is announced. */
  isEnforced: boolean
  /** When a proposed solution counts as confirmed, and the fact that proposed it. */
  autoClose: { at: Instant; proposedBy: string } | null
  /** The last instant at which the customer may reopen a closed ticket. */
  reopenUntil: Instant | null
  /** Who is told at which share. */
  escalation: readonly EscalationStep[]
  /** What holds after `at` if no further fact comes: the reply duty is violated then. */
  ifSilent: { at: Instant; then: TicketClocks } | null
}

/** The clocks in force at an instant: of a violated duty that nobody acted on, with its effects. */
export function clocksAt(clocks: TicketClocks, now: Instant): TicketClocks {
  return clocks.ifSilent && now > clocks.ifSilent.at ? clocks.ifSilent.then : clocks
}

/** The partner's clock that is due next at an instant, breached ones first; for the queue. */
export function nextDueClock(clocks: TicketClocks, now: Instant): SlaClock | null {
  const live = clocksAt(clocks, now).clocks.filter(
    (clock) => clock.owedBy === 'partner' && clock.dueAt !== null && isLive(clock, now),
  )
  return live.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0] ?? null
}

function isLive(clock: SlaClock, now: Instant): boolean {
  const state = clockState(clock, now)
  const hasEnded = clock.stoppedAt !== undefined && clock.stoppedAt <= now
  return state === 'running' || (state === 'breached' && !hasEnded)
}
