import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { type CallFact, callMeaning } from '../../../../shared/sla/call-meaning.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { call, moscow, moscowText, outOfScope, registered, says, setLevel } from './story.ts'

const rules = { policy: defaultPolicy, calendar: defaultCalendar }
const night = registered('2026-11-20 22:00', 1)
const missed = (time: string, enteredAt = time) =>
  call(time, { reached: false, enteredAt }) as CallFact
const reached = (time: string, more: { enteredAt?: string; hasPublicSummary?: boolean } = {}) =>
  call(time, more) as CallFact
const meaningOf = (history: readonly Fact[], attempt: CallFact) =>
  callMeaning(rules, history, attempt)

describe('an unanswered call at level 1 (§4.1)', () => {
  it('the first is counted, and the next one counts after 10 to 60 minutes', () => {
    const { attempt } = meaningOf([night], missed('2026-11-20 22:10'))
    expect(attempt).toMatchObject({ kind: 'counted', made: 1, limit: 2 })
    if (attempt?.kind !== 'counted') return
    expect([moscowText(attempt.from), moscowText(attempt.to)]).toEqual([
      '2026-11-20 22:20',
      '2026-11-20 23:10',
    ])
  })

  const first = missed('2026-11-20 22:10')
  it.each([
    ['9 minutes later', '2026-11-20 22:19', { kind: 'tooEarly', made: 1 }],
    ['10 minutes later', '2026-11-20 22:20', { kind: 'violated', made: 2, level: 2 }],
    ['20 minutes later', '2026-11-20 22:30', { kind: 'violated', made: 2, afterMs: 20 * 60_000 }],
    ['an hour later', '2026-11-20 23:10', { kind: 'violated', made: 2 }],
    ['61 minutes later', '2026-11-20 23:11', { kind: 'counted', made: 1 }],
  ])('the second, %s', (_when, time, expected) => {
    expect(meaningOf([night, first], missed(time)).attempt).toMatchObject(expected)
  })

  it('too early, it says from when one counts', () => {
    const { attempt } = meaningOf([night, first], missed('2026-11-20 22:19'))
    expect(attempt).toMatchObject({ kind: 'tooEarly', countsFrom: moscow('2026-11-20 22:20') })
  })

  it('entered late it counts from the entry', () => {
    const late = missed('2026-11-20 22:15', '2026-11-20 22:40')
    const meaning = meaningOf([night, first], late)
    expect(meaning).toMatchObject({ isLate: true, attempt: { kind: 'violated' } })
    expect(moscowText(meaning.countsAt)).toBe('2026-11-20 22:40')
  })

  it('a message in between starts the count anew; one that came after the call overtakes it', () => {
    const heard = says('customer', '2026-11-20 22:20')
    expect(meaningOf([night, first, heard], missed('2026-11-20 22:30')).attempt).toMatchObject({
      kind: 'counted',
      made: 1,
    })
    const prompt = missed('2026-11-20 22:15', '2026-11-20 22:25')
    expect(meaningOf([night, heard], prompt).attempt).toEqual({ kind: 'overtaken' })
  })

  it.each([
    ['below level 1', [registered('2026-11-20 22:00', 2)]],
    ['after level 1 was lowered', [night, setLevel('2026-11-20 22:05', 2)]],
    ['out of scope', [night, outOfScope('2026-11-20 22:05')]],
  ])('%s it means nothing for the duty', (_when, history) => {
    expect(meaningOf(history, missed('2026-11-20 22:10')).attempt).toBeNull()
  })

  it('looked back upon it means the same, as long as nothing else has come', () => {
    const second = missed('2026-11-20 22:30')
    const history = [night, first]
    expect(meaningOf([...history, second], second)).toEqual(meaningOf(history, second))
  })
})

describe('a call that reached somebody', () => {
  it.each([
    ['in time', '2026-11-20 22:59', 'met'],
    ['late', '2026-11-20 23:01', 'breached'],
  ])('as the first contact %s', (_when, time, reaction) => {
    expect(meaningOf([night], reached(time))).toMatchObject({
      reaction,
      isUpdate: true,
      attempt: null,
    })
  })

  it('within 15 minutes of its start it counts from there, later from the entry', () => {
    const start = '2026-11-20 22:55'
    const prompt = reached(start, { enteredAt: '2026-11-20 23:10' })
    expect(meaningOf([night], prompt)).toMatchObject({ reaction: 'met', isLate: false })
    const late = reached(start, { enteredAt: '2026-11-20 23:11' })
    expect(meaningOf([night], late)).toMatchObject({ reaction: 'breached', isLate: true })
  })

  it('after the first contact only one with a public summary is a status update', () => {
    const history = [night, says('partner', '2026-11-20 22:10')]
    expect(meaningOf(history, reached('2026-11-20 23:00'))).toMatchObject({
      reaction: null,
      isUpdate: false,
    })
    const told = reached('2026-11-20 23:00', { hasPublicSummary: true })
    expect(meaningOf(history, told)).toMatchObject({ reaction: null, isUpdate: true })
  })
})

it('says of every second attempt what the engine then does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 120 }), (one, gap) => {
      const at = (minutes: number) => night.at + minutes * 60_000
      const attempt = (minutes: number): CallFact => ({
        ...missed('2026-11-20 22:00'),
        id: `call ${String(minutes)}`,
        at: at(minutes),
        recordedAt: at(minutes),
        enteredAt: at(minutes),
      })
      const history = [night, attempt(one)]
      const second = { ...attempt(one + gap), id: 'second' }
      const isViolated = meaningOf(history, second).attempt?.kind === 'violated'
      const { level } = computeClocks(defaultPolicy, defaultCalendar, [...history, second])
      expect(level).toBe(isViolated ? 2 : 1)
    }),
  )
})
