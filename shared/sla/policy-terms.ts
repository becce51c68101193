import type { ClockTarget } from './clock-run.ts'
import type { Level } from './level.ts'
import {
  defaultEscalation,
  type EscalationStep,
  type LevelTargets,
  type SlaPolicy,
} from './policy.ts'

/** What the partner promises at one level. */
export type LevelTerms = {
  reaction: ClockTarget
  statusUpdate: ClockTarget
  resolution: ClockTarget | null
}

/** A policy in the form in which the clocks use it. */
export type PolicyTerms = {
  levels: Record<Level, LevelTerms>
  /** Shares to warn at, ascending, without the breach itself. */
  marks: readonly number[]
  escalation: readonly EscalationStep[]
}

const known = new WeakMap<SlaPolicy, PolicyTerms>()

/** The terms of a policy, worked out once; the policy must not be changed afterwards. */
export function policyTermsOf(policy: SlaPolicy): PolicyTerms {
  const terms = known.get(policy) ?? workOut(policy)
  known.set(policy, terms)
  return terms
}

function workOut(policy: SlaPolicy): PolicyTerms {
  const escalation = policy.escalation ?? defaultEscalation
  const shares = [...policy.warnAt, ...escalation.map(({ share }) => share)]
  const termsOf = (level: Level) => levelTerms(level, policy.levels[level])
  return {
    levels: { 1: termsOf(1), 2: termsOf(2), 3: termsOf(3), 4: termsOf(4) },
    marks: [...new Set(shares)].filter((share) => share !== 1).sort((a, b) => a - b),
    escalation,
  }
}

function levelTerms(level: Level, targets: LevelTargets): LevelTerms {
  const { reactionMinutes, updateMinutes, resolutionMinutes, window } = targets
  const target = (minutes: number): ClockTarget => ({ level, targetMs: minutes * 60_000, window })
  return {
    reaction: target(reactionMinutes),
    statusUpdate: target(updateMinutes),
    resolution: resolutionMinutes === undefined ? null : target(resolutionMinutes),
  }
}
