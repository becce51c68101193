import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { clockState } from '../../../../shared/sla/clock-state.ts'
import { type ClockName, type SlaClock } from '../../../../shared/sla/clock.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import type { Level } from '../../../../shared/sla/level.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { clocksAt, type TicketClocks } from '../../../../shared/sla/ticket-clocks.ts'
import type { Stage } from '../../../../shared/ticket/stages.ts'
import { moscow, moscowText } from '../calendar/moscow.ts'

const base = (id: string, time: string) => ({ id, at: moscow(time), recordedAt: moscow(time) })

/** Facts by Moscow's wall clock, told in short words. Ids are the words unless given. */
export const registered = (time: string, level: Level, consents = level === 1): Fact => ({
  ...base('registered', time),
  kind: 'registered',
  level,
  consents,
  channel: 'portal',
})

type By = 'customer' | 'partner' | 'robot'

export const says = (by: By, time: string, id = `${by} ${time}`): Fact => ({
  ...base(id, time),
  kind: 'message',
  by,
  author: by,
  asks: false,
})

export const asks = (by: 'partner' | 'robot', time: string, id = `${by} asks ${time}`): Fact => ({
  ...base(id, time),
  kind: 'message',
  by,
  author: by,
  asks: true,
})

export const delivered = (messageId: string, time: string): Fact => ({
  ...base(`delivered ${messageId}`, time),
  kind: 'delivered',
  messageId,
})

type CallDetails = { reached?: boolean; hasPublicSummary?: boolean; enteredAt?: string }

export const call = (time: string, details: CallDetails = {}): Fact => ({
  ...base(`call ${time}`, time),
  kind: 'call',
  reached: details.reached ?? true,
  hasPublicSummary: details.hasPublicSummary ?? false,
  enteredAt: moscow(details.enteredAt ?? time),
  author: 'partner',
})

export const setLevel = (time: string, level: Level, consents = false): Fact => ({
  ...base(`level ${time}`, time),
  kind: 'levelChanged',
  level,
  reason: 'по договорённости',
  consents,
})

export const moves = (by: 'customer' | 'partner', time: string, stage: Stage): Fact => ({
  ...base(`${by} moves ${time}`, time),
  kind: 'stage',
  stage,
  by,
})

export const needsDecision = (time: string): Fact => ({
  ...base(`decision ${time}`, time),
  kind: 'decisionNeeded',
  reason: 'нет в списке уполномоченных лиц',
})
export const accepted = (time: string): Fact => ({
  ...base(`accepted ${time}`, time),
  kind: 'accepted',
})
export const outOfScope = (time: string): Fact => ({
  ...base(`scope ${time}`, time),
  kind: 'outOfScope',
  reason: 'разработка',
})
export const upheld = (time: string): Fact => ({
  ...base(`upheld ${time}`, time),
  kind: 'objectionUpheld',
})

/** The clocks under the default policy and calendar. */
export const clocksOf = (...facts: Fact[]): TicketClocks =>
  computeClocks(defaultPolicy, defaultCalendar, facts)

export function clockOf(clocks: TicketClocks, name: ClockName, interval?: number): SlaClock {
  const found = clocks.clocks.filter((clock) => clock.name === name)
  const clock = interval === undefined ? found.at(-1) : found[interval]
  if (!clock) throw new Error(`No clock ${name} ${interval ?? ''}`)
  return clock
}

/** 'running until 2026-11-23 10:00', as somebody would see it at an instant. */
export function seen(
  clocks: TicketClocks,
  name: ClockName,
  at: { now: string; interval?: number },
): string {
  const now = moscow(at.now)
  const clock = clockOf(clocksAt(clocks, now), name, at.interval)
  const due = clock.dueAt === null ? '' : ` until ${moscowText(clock.dueAt) ?? ''}`
  const left = clock.remainingMs === undefined ? '' : `, ${clock.remainingMs / 60_000} min left`
  return `${clockState(clock, now)}${due}${left}`
}

export { moscow, moscowText }
