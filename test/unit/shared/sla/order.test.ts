import { describe, expect, it } from 'vitest'
import { orderFacts } from '../../../../shared/sla/fact-order.ts'
import { acceptHistory, acceptPolicy, RefusedInput } from '../../../../shared/sla/door.ts'
import { HistoryError } from '../../../../shared/sla/history-error.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { versionInForce } from '../../../../shared/sla/versions.ts'
import {
  asks,
  call,
  clocksOf,
  delivered,
  moscow,
  moves,
  registered,
  says,
  seen,
  setLevel,
} from './story.ts'

describe('«Times»: facts of one instant', () => {
  const time = '2026-11-23 11:00'

  it('count in the order customer, partner, call, change of level, then by id', () => {
    const level = setLevel(time, 3)
    const facts = [
      level,
      call(time),
      says('partner', time, 'b'),
      says('partner', time, 'a'),
      says('customer', time),
    ]
    expect(orderFacts(facts).map(({ id }) => id)).toEqual([
      `customer ${time}`,
      'a',
      'b',
      `call ${time}`,
      level.id,
    ])
  })

  it('of two records of one portal the later has the higher number', () => {
    const [ninth, tenth] = [9, 10].map((row) => ({
      ...moves('customer', time, row === 9 ? 'closed' : 'inWork'),
      id: `customer:stage:${String(row)}`,
    }))
    if (!ninth || !tenth) throw new Error('Two rows are needed')
    expect(orderFacts([tenth, ninth])).toEqual([ninth, tenth])
  })

  it('when the customer answers at the instant of the question, then it is still open', () => {
    const clocks = clocksOf(
      registered('2026-11-23 10:00', 2),
      asks('partner', time),
      says('customer', time),
    )
    expect(clocks.waiting).toMatchObject({ since: moscow(time) })
  })

  it('when he answers at the very end of his hour, then that goes before the downgrade', () => {
    const clocks = clocksOf(
      registered('2026-11-23 10:00', 1),
      asks('partner', time, 'q'),
      delivered('q', time),
      says('customer', '2026-11-23 12:00'),
    )
    expect(clocks.levelChanges).toEqual([])
  })

  it('when a raise falls on the due, then the clock was not late yet', () => {
    const clocks = clocksOf(registered('2026-11-23 10:00', 2), setLevel('2026-11-23 14:00', 4))
    expect(seen(clocks, 'reaction', { now: '2026-11-23 15:00' })).toBe(
      'running until 2026-11-24 17:00',
    )
  })

  it('when both sides move the ticket, then the customer’s move counts', () => {
    const clocks = clocksOf(
      registered('2026-11-23 10:00', 2),
      moves('customer', time, 'closed'),
      moves('partner', time, 'inWork'),
    )
    expect(clocks.stage).toBe('closed')
  })
})

describe('the door for histories and policies', () => {
  const now = moscow('2026-11-23 12:00')
  const start = registered('2026-11-23 10:00', 2)
  const refusal = (act: () => unknown) => {
    try {
      act()
    } catch (error) {
      if (error instanceof RefusedInput) return [error.field, error.problem]
      throw error
    }
    return 'accepted'
  }

  it.each([
    [
      'a fact from the future',
      [start, says('partner', '2026-11-23 12:01')],
      ['history[1].at', 'factFromFuture'],
    ],
    [
      'a fact before registration',
      [says('partner', '2026-11-23 09:59'), start],
      ['history[0].at', 'factBeforeRegistration'],
    ],
    ['no registration', [says('partner', '2026-11-23 11:00')], ['history', 'notRegistered']],
    [
      'a raise without consents',
      [start, setLevel('2026-11-23 11:00', 1)],
      ['history[1].consents', 'consentsMissing'],
    ],
    ['a time that is none', [{ ...start, at: NaN }], ['history[0].at', 'invalid_type']],
    ['a kind that is none', [{ ...start, kind: 'rumour' }], ['history[0].kind', 'invalid_union']],
    ['what happened', [start, says('partner', '2026-11-23 11:00')], 'accepted'],
  ])('when it is given %s', (_what, history, answer) => {
    expect(refusal(() => acceptHistory(history, now))).toEqual(answer)
  })

  it('when a target is negative, then the field is named', () => {
    const levels = {
      ...defaultPolicy.levels,
      2: { ...defaultPolicy.levels[2], reactionMinutes: -1 },
    }
    expect(refusal(() => acceptPolicy({ ...defaultPolicy, levels }))).toEqual([
      'policy.levels.2.reactionMinutes',
      'too_small',
    ])
  })

  it('when the engine is given no registration, then it says so', () => {
    expect(() => clocksOf(says('partner', '2026-11-23 11:00'))).toThrow(HistoryError)
  })
})

describe('versionInForce', () => {
  const versions = [
    { holdsFrom: moscow('2026-01-01 00:00'), value: 'A' },
    { holdsFrom: moscow('2026-12-01 00:00'), value: 'B' },
  ]

  it.each([
    ['2025-12-31 23:59', undefined],
    ['2026-01-01 00:00', 'A'],
    ['2026-11-30 23:59', 'A'],
    ['2026-12-01 00:00', 'B'],
  ])('at %s it is %s', (time, value) => {
    expect(versionInForce(versions, moscow(time))?.value).toBe(value)
  })
})
