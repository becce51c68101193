import fc from 'fast-check'
import type { Fact } from '../../../../shared/sla/history.ts'
import type { Level } from '../../../../shared/sla/level.ts'
import { type SlaPolicy, defaultPolicy } from '../../../../shared/sla/policy.ts'
import { stages } from '../../../../shared/ticket/stages.ts'
import { minute, moscow } from '../calendar/moscow.ts'

const level = fc.constantFrom<Level[]>(1, 2, 3, 4)

/** A fact without its place: kind and details. */
type Deed = {
  [Kind in Fact['kind']]: Omit<Extract<Fact, { kind: Kind }>, 'id' | 'at' | 'recordedAt'>
}[Fact['kind']]

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    kind: fc.constant('message' as const),
    by: fc.constantFrom('customer' as const, 'partner' as const, 'robot' as const),
    author: fc.constant('x'),
    asks: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('delivered' as const),
    messageId: fc.integer({ min: 1, max: 30 }).map(String),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    reached: fc.boolean(),
    hasPublicSummary: fc.boolean(),
    enteredAt: fc.constant(0),
    author: fc.constant('x'),
  }),
  fc.record({
    kind: fc.constant('levelChanged' as const),
    level,
    reason: fc.constant('x'),
    consents: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('stage' as const),
    stage: fc.constantFrom(...stages),
    by: fc.constantFrom('customer' as const, 'partner' as const),
  }),
  fc.record({ kind: fc.constant('outOfScope' as const), reason: fc.constant('x') }),
  fc.record({ kind: fc.constant('objectionUpheld' as const) }),
  fc.record({ kind: fc.constant('decisionNeeded' as const), reason: fc.constant('x') }),
  fc.record({ kind: fc.constant('accepted' as const) }),
)

/** Minutes between facts: often none, often some, sometimes a weekend. */
const gaps = fc.oneof(
  fc.constantFrom(0, 1, 10, 15, 60),
  fc.integer({ min: 1, max: 120 }),
  fc.integer({ min: 100, max: 5000 }),
)

/** Anything that may happen to a ticket within some weeks of 2026, in time order. */
export const histories: fc.Arbitrary<Fact[]> = fc
  .record({
    registeredAt: fc.integer({ min: 0, max: 300 * 24 * 60 }),
    level,
    consents: fc.boolean(),
    steps: fc.array(
      fc.record({ gap: gaps, entryDelay: fc.integer({ min: 0, max: 30 }), deed: deeds }),
      {
        maxLength: 25,
      },
    ),
  })
  .map(({ registeredAt, level, consents, steps }) => {
    let at = moscow('2026-01-12 00:00') + registeredAt * minute
    const registered: Fact = {
      kind: 'registered',
      id: '0',
      at,
      recordedAt: at,
      level,
      consents,
      channel: 'portal',
    }
    const facts = steps.map(({ gap, entryDelay, deed }, index): Fact => {
      at += gap * minute
      const place = { id: String(index + 1), at, recordedAt: at }
      return deed.kind === 'call'
        ? { ...deed, ...place, enteredAt: at + entryDelay * minute }
        : { ...deed, ...place }
    })
    return [registered, ...facts]
  })

const targets = fc.record({
  reactionMinutes: fc.integer({ min: 1, max: 3000 }),
  updateMinutes: fc.integer({ min: 1, max: 3000 }),
  window: fc.constantFrom('always' as const, 'business' as const),
})
const mayResolve = fc.oneof(
  targets,
  fc
    .record({ targets, resolutionMinutes: fc.integer({ min: 1, max: 9000 }) })
    .map(({ targets, resolutionMinutes }) => ({ ...targets, resolutionMinutes })),
)

/** Policies that nobody would agree to, but the door lets in. */
export const policies: fc.Arbitrary<SlaPolicy> = fc
  .record({ 1: mayResolve, 2: mayResolve, 3: mayResolve, 4: mayResolve })
  .map((levels) => ({ ...defaultPolicy, levels }))
