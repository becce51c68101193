import type { Instant } from '../time.ts'
import type { Fact } from './history.ts'

/** A call entered within this of its start counts from the start, else from the entry. */
const promptEntryMs = 15 * 60_000

/** When a fact counts: its time, or of a call that was logged late its entry. */
export function effectiveAt(fact: Fact): Instant {
  if (fact.kind !== 'call') return fact.at
  return fact.enteredAt - fact.at <= promptEntryMs ? fact.at : fact.enteredAt
}

/** The place of a change of level among facts of one instant. */
export const levelChangeRank = 7

const ranks = {
  registered: 0,
  decisionNeeded: 1,
  message: { customer: 2, partner: 3, robot: 4 },
  delivered: 5,
  call: 6,
  levelChanged: levelChangeRank,
  outOfScope: 8,
  objected: 9,
  objectionUpheld: 10,
  objectionDeclined: 11,
  accepted: 12,
  stage: { partner: 13, customer: 14 },
}

/** «Times»: customer's message, partner's message, call, change of level; of two moves the customer's last. */
export function rankOf(fact: Fact): number {
  if (fact.kind === 'message') return ranks.message[fact.by]
  if (fact.kind === 'stage') return ranks.stage[fact.by]
  return ranks[fact.kind]
}

/**
 * The facts in the order in which they count, each once: by time, then by kind, then by id. The
 * order in which they became known does not matter.
 */
export function orderFacts(history: readonly Fact[]): readonly Fact[] {
  for (let index = 1; index < history.length; index += 1) {
    const [before, after] = [history[index - 1], history[index]]
    if (before && after && compareFacts(before, after) >= 0) return sortFacts(history)
  }
  return history
}

function sortFacts(history: readonly Fact[]): Fact[] {
  const sorted = history.toSorted(compareFacts)
  return sorted.filter((fact, index) => fact.id !== sorted[index - 1]?.id)
}

function compareFacts(a: Fact, b: Fact): number {
  return effectiveAt(a) - effectiveAt(b) || rankOf(a) - rankOf(b) || compareIds(a.id, b.id)
}

/** A portal's later record has the higher number; else by code units, the same in any locale. */
function compareIds(a: string, b: string): number {
  const [left, right] = [padded(a), padded(b)]
  if (left === right) return 0
  return left < right ? -1 : 1
}

const padded = (id: string): string => id.replace(/\d+/g, (digits) => digits.padStart(16, '0'))
