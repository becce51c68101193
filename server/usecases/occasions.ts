import type { TriggerKey } from '../../shared/automation/triggers.ts'
import type { Notice } from '../../shared/sla/decide.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { Instant } from '../../shared/time.ts'

/** Something that automations and other systems of the parties wait for. */
export type Occasion = {
  kind: TriggerKey
  /** Names it within the ticket; the same whatever is replayed or delivered twice. */
  id: string
  at: Instant
}

type News = {
  /** Of the ticket before the news. */
  level: Level
  facts: readonly Fact[]
  notices: readonly Notice[]
}

/** Facts and notices that are new → the occasions they are. Pure. */
export function occasionsOf(news: News): Occasion[] {
  return [
    ...news.facts.flatMap((fact) => occasionOf(fact, news) ?? []),
    ...news.notices.flatMap((notice) => noticed(notice) ?? []),
  ]
}

function occasionOf(fact: Fact, { level, facts }: News): Occasion | undefined {
  const kind = kindOf(fact, level)
  if (kind === undefined) return undefined
  // What has to be decided first counts as registered when it was accepted.
  const waits = facts.some((one) => one.kind === 'decisionNeeded')
  if (kind === 'registered') return waits ? undefined : { kind, id: kind, at: fact.at }
  return { kind, id: fact.id, at: fact.at }
}

function kindOf(fact: Fact, level: Level): TriggerKey | undefined {
  if (fact.kind === 'registered' || fact.kind === 'accepted') return 'registered'
  if (fact.kind === 'message') return repliedBy[fact.by]
  if (fact.kind === 'stage') return stageKinds[fact.stage]
  return fact.kind === 'levelChanged' && fact.level > level ? 'levelLowered' : undefined
}

/** Robots' messages are nobody's reply: two robots must not keep each other going. */
const repliedBy = {
  customer: 'customerReplied',
  partner: 'partnerReplied',
  robot: undefined,
} as const

const stageKinds: Partial<Record<string, TriggerKey>> = {
  proposed: 'solutionProposed',
  closed: 'closed',
}

function noticed(notice: Notice): Occasion | undefined {
  const kind = noticedKind(notice)
  return kind && { kind, id: notice.key, at: notice.at }
}

function noticedKind(notice: Notice): TriggerKey | undefined {
  if (notice.kind === 'warning') return 'warning'
  if (notice.kind === 'breach') return overdue[notice.clock]
  return notice.kind === 'downgraded' ? 'levelLowered' : undefined
}

const overdue: Partial<Record<string, TriggerKey>> = {
  reaction: 'reactionOverdue',
  statusUpdate: 'updateOverdue',
}
