import { businessTimeOf } from '../calendar/business-time.ts'
import type { BusinessCalendar } from '../calendar/schema.ts'
import { effectiveAt, levelChangeRank, orderFacts, rankOf } from './fact-order.ts'
import type { Fact } from './history.ts'
import type { ClockSetting } from './clock-run.ts'
import type { Instant } from '../time.ts'
import { HistoryError } from './history-error.ts'
import type { SlaPolicy } from './policy.ts'
import { policyTermsOf } from './policy-terms.ts'
import { readFact } from './read-fact.ts'
import type { TicketClocks } from './ticket-clocks.ts'
import { TicketRun } from './ticket-run.ts'

export { clockState } from './clock-state.ts'
export { usedMs, usedShare } from './clock.ts'
export type { ClockState } from './clock-state.ts'
export type { ClockName, ClockPause, PauseReason, SlaClock, Warning } from './clock.ts'
export { clocksAt, nextDueClock } from './ticket-clocks.ts'
export type { LevelChange, TicketClocks } from './ticket-clocks.ts'

const minuteMs = 60_000

/**
 * Every promise and duty of one ticket, from its history alone.
 *
 * Pure: facts may come in any order and more than once; nothing depends on the present. What time
 * itself will bring (a violated reply duty) is in `ifSilent`; ask `clocksAt` before showing anything.
 *
 * @param policy the version in force at registration, as `calendar`
 * @throws HistoryError `notRegistered` without a registration
 * @throws CalendarError `yearMissing` when a due needs a year without production calendar
 */
export function computeClocks(
  policy: SlaPolicy,
  calendar: BusinessCalendar,
  history: readonly Fact[],
): TicketClocks {
  const facts = orderFacts(history)
  const { run, registeredAt } = register(policy, calendar, facts)
  const read = { policy, calendar, run, registeredAt }
  let isRegistered = false
  for (const fact of facts) {
    if (fact.kind === 'registered') isRegistered = true
    else if (isRegistered) passTo(run, fact)
  }
  const clocks = ticketClocks(read)
  const pending = run.duties.pendingViolation()
  if (!pending) return clocks
  run.violate(pending)
  return { ...clocks, ifSilent: { at: pending.at, then: ticketClocks(read) } }
}

/** Lets happen what time brings before a fact, then the fact. */
function passTo(run: TicketRun, fact: Fact): void {
  const pending = run.duties.pendingViolation()
  if (pending) {
    const at = effectiveAt(fact)
    const isPast = pending.at < at || (pending.at === at && rankOf(fact) >= levelChangeRank)
    if (isPast) run.violate(pending)
  }
  readFact(run, fact)
}

/** §4: level 1 without the consents is treated as `refusalLevel`. */
function register(policy: SlaPolicy, calendar: BusinessCalendar, facts: readonly Fact[]) {
  const registered = facts.find((fact) => fact.kind === 'registered')
  if (!registered) throw new HistoryError('notRegistered', 'A history without its registration')
  const { at, id, level: filed } = registered
  const isRefused = filed === 1 && !registered.consents
  const level = isRefused ? policy.refusalLevel : filed
  const run = new TicketRun(policy, settingOf(policy, calendar), { at, id, level })
  if (isRefused && level !== filed)
    run.levelChanges.push({
      at,
      from: filed,
      to: level,
      reason: 'consentsRefused',
      clause: '4',
      evidence: [id],
    })
  return { run, registeredAt: at }
}

function settingOf(policy: SlaPolicy, calendar: BusinessCalendar): ClockSetting {
  return {
    business: businessTimeOf(calendar),
    marks: policyTermsOf(policy).marks,
    mayBeProvisional:
      calendar.kind === 'business' && calendar.followProduction && calendar.allowProvisional,
  }
}

type Read = { policy: SlaPolicy; calendar: BusinessCalendar; run: TicketRun; registeredAt: Instant }

/** What the run has come to, as plain data. */
function ticketClocks({ policy, calendar, run, registeredAt }: Read): TicketClocks {
  const business = businessTimeOf(calendar)
  const { proposed, closedAt, contactAt, stage } = run
  return {
    registeredAt,
    clocks: run.clocks.toClocks(),
    notStarted: contactAt === null && closedAt === null ? ['statusUpdate'] : [],
    level: run.level,
    levelChanges: [...run.levelChanges],
    stage,
    refusedMoves: [...run.refusedMoves],
    contactAt,
    waiting: run.waiting && { ...run.waiting },
    outOfScope: run.outOfScope,
    isEnforced: run.isEnforced,
    autoClose: proposed && {
      at: business.add(proposed.at, policy.autoCloseMinutes * minuteMs),
      proposedBy: proposed.id,
    },
    reopenUntil: closedAt === null ? null : business.add(closedAt, policy.reopenMinutes * minuteMs),
    escalation: policyTermsOf(policy).escalation,
    ifSilent: null,
  }
}
