import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { clockState } from '../../../../shared/sla/clock-state.ts'
import { usedMs, usedShare } from '../../../../shared/sla/clock.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import { decide } from '../../../../shared/sla/decide.ts'
import { effectiveAt } from '../../../../shared/sla/fact-order.ts'
import { explain } from '../../../../shared/sla/explain.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import { type Level, levels } from '../../../../shared/sla/level.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { clocksAt, nextDueClock } from '../../../../shared/sla/ticket-clocks.ts'
import { versionInForce } from '../../../../shared/sla/versions.ts'
import { calendars, instants } from '../calendar/arbitraries.ts'
import { hour, minute, moscow } from '../calendar/moscow.ts'
import { histories, policies } from './arbitraries.ts'
import { clockOf, clocksOf } from './story.ts'

const runs = { numRuns: 150 }
/** Up to when something has happened: a call that was logged late counts from its entry. */
const last = (facts: readonly Fact[]) => Math.max(...facts.map(effectiveAt))

describe('the order in which facts become known', () => {
  it('shuffled, repeated, and at one instant: the clocks are the same', () => {
    const shuffled = histories.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        other: fc
          .subarray(facts)
          .chain((again) =>
            fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length }),
          ),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ facts, other }) => {
        expect(clocksOf(...other)).toEqual(clocksOf(...facts))
      }),
      runs,
    )
  })
})

describe('a change of level', () => {
  const start = fc
    .integer({ min: 0, max: 60 * 24 * 60 })
    .map((m) => moscow('2026-02-02 00:00') + m * minute)
  const level = fc.constantFrom<Level[]>(...levels)
  const changed = (at: number, from: Level, to: Level, after: number): [Fact, Fact] => [
    {
      kind: 'registered',
      id: 'r',
      at,
      recordedAt: at,
      level: from,
      consents: true,
      channel: 'portal',
    },
    {
      kind: 'levelChanged',
      id: 'l',
      at: at + after,
      recordedAt: at + after,
      level: to,
      reason: 'x',
      consents: true,
    },
  ]

  it('a downgrade never brings the due closer, a raise never moves it away', () => {
    const after = fc.integer({ min: 0, max: 40 * 60 }).map((minutes) => minutes * minute)
    fc.assert(
      fc.property(
        calendars(),
        policies,
        fc.tuple(start, level, level, after),
        (calendar, policy, change) => {
          const [registered, levelChanged] = changed(...change)
          const before = clockOf(computeClocks(policy, calendar, [registered]), 'reaction')
          const then = clockOf(
            computeClocks(policy, calendar, [registered, levelChanged]),
            'reaction',
          )
          const [, from, to] = change
          if (clockState(before, levelChanged.at) === 'breached') expect(then).toEqual(before)
          else if (to > from) expect(then.dueAt).toBeGreaterThanOrEqual(before.dueAt!)
          else expect(then.dueAt).toBeLessThanOrEqual(before.dueAt!)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('versions', () => {
  it('an edit of a later version changes nothing for an earlier ticket', () => {
    fc.assert(
      fc.property(histories, policies, fc.integer({ min: 1, max: 1e9 }), (facts, edited, later) => {
        const registeredAt = facts[0]!.at
        const first = { holdsFrom: 0, value: defaultPolicy }
        const policyOf = (versions: (typeof first)[]) =>
          versionInForce(versions, registeredAt)!.value
        const before = policyOf([first, { holdsFrom: registeredAt + later, value: defaultPolicy }])
        const after = policyOf([first, { holdsFrom: registeredAt + later, value: edited }])
        expect(computeClocks(after, defaultCalendar, facts)).toEqual(
          computeClocks(before, defaultCalendar, facts),
        )
      }),
      runs,
    )
  })
})

describe('decide', () => {
  const moments = fc.array(fc.integer({ min: 0, max: 20 * 24 * 60 }), {
    minLength: 1,
    maxLength: 12,
  })

  it('is silent on replay, and says nothing twice however often it is asked', () => {
    fc.assert(
      fc.property(histories, moments, (facts, minutes) => {
        const announced = new Set<string>()
        for (const after of minutes.sort((a, b) => a - b)) {
          const now = facts[0]!.at + after * minute
          const clocks = clocksOf(...facts.filter((fact) => effectiveAt(fact) <= now))
          const { notices } = decide(clocks, announced, now)
          for (const { key } of notices) {
            expect(announced.has(key)).toBe(false)
            announced.add(key)
          }
          expect(decide(clocks, announced, now).notices).toEqual([])
        }
      }),
      runs,
    )
  })

  it('never wakes in the past, and has nothing new to say before it wakes', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 5000 }), (facts, after) => {
        const now = last(facts) + after * minute
        const clocks = clocksOf(...facts)
        const announced = new Set(decide(clocks, new Set(), now).notices.map(({ key }) => key))
        const { wakeAt } = decide(clocks, announced, now)
        if (wakeAt === null) {
          expect(decide(clocks, announced, now + 400 * 24 * hour).notices).toEqual([])
          return
        }
        expect(wakeAt).toBeGreaterThan(now)
        expect(decide(clocks, announced, wakeAt - 1).notices).toEqual([])
      }),
      runs,
    )
  })
})

describe('the figures agree with each other', () => {
  it('explain adds up to the used time, from the start to the end without gaps', () => {
    fc.assert(
      fc.property(policies, calendars(), histories, (policy, calendar, facts) => {
        const now = last(facts) + hour
        for (const clock of clocksAt(computeClocks(policy, calendar, facts), now).clocks) {
          const { parts, usedMs: figure } = explain(clock, calendar, { now })
          expect(figure).toBe(usedMs(clock, calendar, now))
          expect(parts.at(-1)?.sumMs ?? 0).toBe(figure)
          parts.forEach((part, index) => {
            expect(part.from).toBe(parts[index - 1]?.to ?? clock.startedAt)
          })
        }
      }),
      { numRuns: 100 },
    )
  })

  it('a running clock has used up its target at its due, and each share at its warning', () => {
    fc.assert(
      fc.property(histories, (facts) => {
        const now = last(facts)
        for (const clock of clocksAt(clocksOf(...facts), now).clocks) {
          if (clock.attempts || clock.stoppedAt !== undefined) continue
          if (clockState(clock, now) !== 'running') continue
          expect(usedShare(clock, defaultCalendar, clock.dueAt!)).toBeCloseTo(1, 9)
          for (const { share, at } of clock.warnings)
            if (at > now) expect(usedShare(clock, defaultCalendar, at)).toBeCloseTo(share, 6)
        }
      }),
      runs,
    )
  })

  it('a paused clock has its remainder left', () => {
    fc.assert(
      fc.property(histories, (facts) => {
        const now = last(facts)
        for (const clock of clocksAt(clocksOf(...facts), now).clocks) {
          if (clock.attempts || clockState(clock, now) !== 'paused') continue
          expect(clock.dueAt).toBeNull()
          expect(clock.remainingMs).toBe(clock.targetMs - usedMs(clock, defaultCalendar, now))
          expect(clock.remainingMs).toBeGreaterThanOrEqual(0)
        }
      }),
      runs,
    )
  })
})

describe('fuzz: whatever the door lets in', () => {
  /** Every number anywhere in a value. */
  function numbersIn(value: unknown): number[] {
    if (typeof value === 'number') return [value]
    if (typeof value !== 'object' || value === null) return []
    return Object.values(value).flatMap(numbersIn)
  }

  it('the engine ends, and no figure is NaN or endless', () => {
    fc.assert(
      fc.property(policies, calendars(), histories, (policy, calendar, facts) => {
        const clocks = computeClocks(policy, calendar, facts)
        const now = last(facts) + hour
        const decision = decide(clocks, new Set(), now)
        const shares = clocksAt(clocks, now).clocks.map((clock) => usedShare(clock, calendar, now))
        const figures = numbersIn([clocks, decision, shares, nextDueClock(clocks, now)])
        expect(figures.filter((figure) => !Number.isFinite(figure))).toEqual([])
        expect(shares.filter((share) => share < 0)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('what is stored as JSON comes back as it was', () => {
    fc.assert(
      fc.property(histories, (facts) => {
        const clocks = clocksOf(...facts)
        expect(JSON.parse(JSON.stringify(clocks))).toEqual(clocks)
      }),
      runs,
    )
  })

  it('the calendar answers for any instant, or refuses it', () => {
    fc.assert(
      fc.property(calendars(), instants, (calendar, at) => {
        const clocks = computeClocks(defaultPolicy, calendar, [
          {
            kind: 'registered',
            id: 'r',
            at,
            recordedAt: at,
            level: 4,
            consents: false,
            channel: 'mail',
          },
        ])
        expect(clockOf(clocks, 'reaction').dueAt).toBeGreaterThan(at)
      }),
      runs,
    )
  })
})
