import type { Instant } from '../time.ts'
import { clockState } from './clock-state.ts'
import { type ClockName, type SlaClock } from './clock.ts'
import type { Level } from './level.ts'
import type { Recipient } from './policy.ts'
import { clocksAt, type LevelChange, type TicketClocks } from './ticket-clocks.ts'

const minuteMs = 60_000

type ClockNotice = {
  /** Names the occasion; the same whatever is replayed, restarted or delivered twice. */
  key: string
  /** The same in people's eyes: late evidence can put another interval with this due in its place. */
  dueKey: string
  /** When the occasion was, which may be long before it is noticed. */
  at: Instant
  clock: ClockName
  owedBy: SlaClock['owedBy']
  interval: number
  share: number
  dueAt: Instant | null
  to: readonly Recipient[]
}

/** Something that people must be told, once. Plain data. */
export type Notice =
  /** A share of the target below 1 is used up. */
  | ({ kind: 'warning' } & ClockNotice)
  | ({ kind: 'breach' } & ClockNotice)
  /** A step behind the breach. */
  | ({ kind: 'escalation' } & ClockNotice)
  /** §4.3, with clause and evidence for the public comment. */
  | { kind: 'downgraded'; key: string; at: Instant; from: Level; to: Level; change: LevelChange }
  /** Evidence that turned up later has undone an announced downgrade. */
  | { kind: 'corrected'; key: string; at: Instant; level: Level; undoes: string }
  /** The solution counts as confirmed: close the ticket. */
  | { kind: 'autoClose'; key: string; at: Instant }

export type Decision = {
  notices: Notice[]
  /** When to decide again if nothing happens before; null for never. */
  wakeAt: Instant | null
}

/** The present, and up to when everything that the other systems recorded has been read. */
export type Moment = { now: Instant; readUntil: Instant }

/**
 * What has to be told now, and when to look again.
 *
 * Idempotent: with the keys of its notices (`keysOf`) added to `announced` it has nothing more to say. Nothing
 * at all is said while the partner's decision is awaited.
 *
 * @param announced keys of all notices that were ever given for the ticket
 * @param moment a mere instant means that everything has been read up to it; a downgrade and the
 * closing are told only when everything past their instant has been read
 */
export function decide(
  clocks: TicketClocks,
  announced: ReadonlySet<string>,
  moment: Instant | Moment,
): Decision {
  const { now, readUntil } =
    typeof moment === 'number' ? { now: moment, readUntil: moment } : moment
  const current = clocksAt(clocks, now)
  if (!current.isEnforced) return { notices: [], wakeAt: null }
  const due = [
    ...current.clocks.flatMap((clock) => clockNotice(clock, current, now) ?? []),
    ...levelNotices(current, announced, { now, readUntil }),
    ...autoCloseNotice(current, Math.min(now, readUntil)),
  ]
  const wakes = [
    ...current.clocks.flatMap((clock) => clockInstants(clock, current, now)),
    ...(current.ifSilent ? [current.ifSilent.at + 1] : []),
    ...(current.autoClose ? [current.autoClose.at] : []),
  ]
  return {
    notices: due.filter((notice) => !keysOf(notice).some((key) => announced.has(key))),
    wakeAt: wakes.filter((at) => at > now).reduce<Instant | null>(earlier, null),
  }
}

/** All keys that are announced with a notice. */
export const keysOf = (notice: Notice): string[] =>
  'dueKey' in notice ? [notice.key, notice.dueKey] : [notice.key]

const earlier = (a: Instant | null, b: Instant) => (a === null || b < a ? b : a)

/** Only the highest share that is reached: after a standstill nobody is told of the lower ones. */
function clockNotice(clock: SlaClock, clocks: TicketClocks, now: Instant): Notice | null {
  const reached = occasions(clock, clocks, now)
    .filter(({ at }) => at <= now)
    .at(-1)
  if (!reached) return null
  const { share, at, rearmed } = reached
  const subject = `${clock.name}:${clock.startedBy}:${share}`
  return {
    kind: share === 1 ? 'breach' : share < 1 ? 'warning' : 'escalation',
    key: rearmed > 0 ? `${subject}:${rearmed}` : subject,
    dueKey: dueKey(clock, share),
    at,
    clock: clock.name,
    owedBy: clock.owedBy,
    interval: clock.interval,
    share,
    dueAt: clock.dueAt,
    to: clocks.escalation.filter((step) => step.share === share).flatMap((step) => step.to),
  }
}

/** To the minute, as it is told. Where there is no due, as for the phone duty, its start names it. */
const dueKey = ({ name, dueAt, startedBy }: SlaClock, share: number): string =>
  `${name}:${share}:${dueAt === null ? startedBy : `due ${Math.floor(dueAt / minuteMs)}`}`

const clockInstants = (clock: SlaClock, clocks: TicketClocks, now: Instant) =>
  occasions(clock, clocks, now).map(({ at }) => at)

/**
 * The instants at which a live clock has something to say, by ascending share. The customer's duty
 * has no breach of its own here: that is the downgrade.
 */
function occasions(clock: SlaClock, clocks: TicketClocks, now: Instant) {
  const state = clockState(clock, now)
  if (state !== 'running' && state !== 'breached') return []
  const breachAt = clock.owedBy === 'partner' ? clock.breachesAt : null
  const breach = breachAt === null ? [] : [{ share: 1, at: breachAt + 1, rearmed: 0 }]
  // A breach that ended before anybody looked is still told; a warning would come too late.
  if (clock.stoppedAt !== undefined) return breach
  return [...clock.warnings, ...breach].sort((a, b) => a.share - b.share)
}

function levelNotices(
  clocks: TicketClocks,
  announced: ReadonlySet<string>,
  { now, readUntil }: Moment,
): Notice[] {
  const changes = clocks.levelChanges.filter(
    ({ reason }) => reason === 'replyDuty' || reason === 'phoneDuty',
  )
  const downgrades = changes
    .filter(({ at }) => at < readUntil)
    .map((change): Notice => ({
      kind: 'downgraded',
      key: downgradeKey(change),
      at: change.at,
      from: change.from,
      to: change.to,
      change,
    }))
  const standing = new Set(changes.map(downgradeKey))
  const corrections = [...announced]
    .filter((key) => key.startsWith('downgraded:') && !standing.has(key))
    .map((undoes): Notice => ({
      kind: 'corrected',
      key: `corrected:${undoes}`,
      at: now,
      level: clocks.level,
      undoes,
    }))
  return [...corrections, ...downgrades]
}

const downgradeKey = ({ reason, at, evidence }: LevelChange) =>
  `downgraded:${reason}:${at}:${evidence.join('+')}`

function autoCloseNotice({ autoClose }: TicketClocks, now: Instant): Notice[] {
  if (!autoClose || now < autoClose.at) return []
  return [{ kind: 'autoClose', key: `autoClose:${autoClose.proposedBy}`, at: autoClose.at }]
}
