import type { TriggerKey } from '../../shared/automation/triggers.ts'
import type { Notice } from '../../shared/sla/decide.ts'
import type { Fact } from '../../shared/sla/history.ts'
import type { Level } from '../../shared/sla/level.ts'
import type { Instant } from '../../shared/time.ts'
import type { Ticket } from '../db/tickets-store.ts'

/** Something that automations and other systems of the parties wait for. */
export type Occasion = {
  kind: TriggerKey
  /** Names it within the ticket; the same whatever is replayed or delivered twice. */
  id: string
  at: Instant
}

type News = {
  /** The ticket before the news and after them. */
  before: Pick<Ticket, 'level' | 'clocks'>
  after: Pick<Ticket, 'clocks'>
  facts: readonly Fact[]
  notices: readonly Notice[]
}

/** Facts and notices that are new → the occasions they are. Pure. */
export function occasionsOf(news: News): Occasion[] {
  const { before, after, facts, notices } = news
  const counted = facts.filter((fact) => !after.clocks.refusedMoves.includes(fact.id))
  return [
    ...registration(news),
    ...counted.flatMap((fact) => occasionOf(fact, before.level) ?? []),
    ...notices.flatMap((notice) => noticed(notice) ?? []),
  ]
}

/** What has to be decided first counts as registered when it was accepted. */
function registration({ before, after, facts }: News): Occasion[] {
  const registered = facts.find((fact) => fact.kind === 'registered')
  const isAccepted = !registered && !before.clocks.isEnforced
  const cause = registered ?? (isAccepted ? facts.at(-1) : undefined)
  if (!cause || !after.clocks.isEnforced) return []
  return [{ kind: 'registered', id: 'registered', at: cause.at }]
}

function occasionOf(fact: Fact, level: Level): Occasion | undefined {
  const kind = kindOf(fact, level)
  return kind && { kind, id: fact.id, at: fact.at }
}

function kindOf(fact: Fact, level: Level): TriggerKey | undefined {
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
