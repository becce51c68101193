import { describe, expect, it } from 'vitest'
import { decide, keysOf, type Notice } from '../../../../shared/sla/decide.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import {
  accepted,
  asks,
  clocksOf,
  delivered,
  moscow,
  moscowText,
  moves,
  needsDecision,
  outOfScope,
  registered,
  says,
  setLevel,
} from './story.ts'

const label = (notice: Notice) =>
  'share' in notice ? `${notice.kind} ${notice.clock} ${notice.share}` : notice.kind

/** What a server says that wakes at these times, remembering what it has said. */
function diary(facts: Fact[], times: string[]): string[] {
  const announced = new Set<string>()
  return times.flatMap((time) => {
    const known = facts.filter((fact) => fact.at <= moscow(time))
    const { notices } = decide(clocksOf(...known), announced, moscow(time))
    for (const key of notices.flatMap(keysOf)) announced.add(key)
    return notices.map((notice) => `${time.slice(5)} ${label(notice)}`)
  })
}

const level2 = registered('2026-11-23 10:00', 2)

describe('warnings and the breach', () => {
  it('when nobody answers, then each share is told once, at its instant', () => {
    const times = ['11:59', '12:00', '12:30', '13:12', '13:13', '14:00', '14:01', '14:02', '17:00']
    expect(
      diary(
        [level2],
        times.map((time) => `2026-11-23 ${time}`),
      ),
    ).toEqual([
      '11-23 12:00 warning reaction 0.5',
      '11-23 13:12 warning reaction 0.8',
      '11-23 14:01 breach reaction 1',
    ])
  })

  it('when the due is a closing time, then the breach is told after the next opening', () => {
    const facts = [registered('2026-11-20 14:00', 2)]
    const times = ['2026-11-20 17:59', '2026-11-20 23:00', '2026-11-23 09:00', '2026-11-23 09:01']
    expect(diary(facts, times)).toEqual([
      '11-20 17:59 warning reaction 0.8',
      '11-23 09:01 breach reaction 1',
    ])
  })

  it('when the server was down meanwhile, then only the highest share is told', () => {
    expect(diary([level2], ['2026-11-23 16:00'])).toEqual(['11-23 16:00 breach reaction 1'])
  })

  it('when it was answered late meanwhile, then the breach is still told, once', () => {
    const facts = [level2, says('partner', '2026-11-23 15:00')]
    expect(diary(facts, ['2026-11-23 16:00', '2026-11-23 16:01'])).toEqual([
      '11-23 16:00 breach reaction 1',
    ])
  })

  it('when late evidence names another start with the same due, then nobody is told again', () => {
    const withdrawn = moves('customer', '2026-11-23 10:10', 'closed')
    const reopened = moves('customer', '2026-11-23 10:20', 'inWork')
    const taken = { ...moves('partner', '2026-11-23 10:20', 'inWork'), at: reopened.at + 10_000 }
    const announced = new Set<string>()
    const tell = (...facts: Fact[]) => {
      const clocks = clocksOf(level2, withdrawn, ...facts)
      const { notices } = decide(clocks, announced, moscow('2026-11-23 15:00'))
      for (const key of notices.flatMap(keysOf)) announced.add(key)
      return notices.map(label)
    }
    expect(tell(taken)).toEqual(['breach reaction 1'])
    expect(tell(reopened, taken)).toEqual([])
  })

  it('the engineer is told first, then the duty manager too', () => {
    const clocks = clocksOf(level2)
    const told = (time: string) =>
      decide(clocks, new Set(), moscow(time)).notices.flatMap((notice) =>
        notice.kind === 'warning' || notice.kind === 'breach' ? notice.to : [],
      )
    expect(told('2026-11-23 12:00')).toEqual(['engineer'])
    expect(told('2026-11-23 14:01')).toEqual(['engineer', 'dutyManager'])
  })

  it('when the contract has a step behind the breach, then it is told too', () => {
    const policy = { ...defaultPolicy, escalation: [{ share: 1.5, to: ['dutyManager' as const] }] }
    const clocks = computeClocks(policy, defaultCalendar, [level2])
    expect(decide(clocks, new Set(), moscow('2026-11-23 16:00')).notices.map(label)).toEqual([
      'escalation reaction 1.5',
    ])
  })

  it('when a clock pauses and goes on, then its shares are not told again', () => {
    const facts = [
      registered('2026-11-23 09:00', 3),
      says('partner', '2026-11-23 10:00'),
      moves('partner', '2026-11-24 10:00', 'waiting'),
      says('customer', '2026-11-25 10:00'),
    ]
    const times = ['2026-11-24 09:00', '2026-11-24 12:00', '2026-11-25 10:00', '2026-11-25 12:00']
    expect(diary(facts, times)).toEqual(['11-24 09:00 warning statusUpdate 0.5'])
  })

  it('when a new level brings the used share below a mark, then that mark is armed anew', () => {
    const facts = [level2, setLevel('2026-11-23 13:00', 3)]
    const times = ['2026-11-23 12:30', '2026-11-23 13:00', '2026-11-23 14:00', '2026-11-23 16:24']
    expect(diary(facts, times)).toEqual([
      '11-23 12:30 warning reaction 0.5',
      '11-23 14:00 warning reaction 0.5',
      '11-23 16:24 warning reaction 0.8',
    ])
  })

  it('when a new level leaves the used share above a mark, then it is not told again', () => {
    // 3 → 2 at 16:00: two hours are left of four, so half is used and 50 % stays told.
    const facts = [registered('2026-11-23 10:00', 3), setLevel('2026-11-23 16:00', 2)]
    const times = ['2026-11-23 14:00', '2026-11-23 16:00', '2026-11-23 17:11', '2026-11-23 17:12']
    expect(diary(facts, times)).toEqual([
      '11-23 14:00 warning reaction 0.5',
      '11-23 17:12 warning reaction 0.8',
    ])
  })
})

describe('when nothing is told', () => {
  it.each<[string, Fact[]]>([
    ['the ticket needs a decision', [level2, needsDecision('2026-11-23 10:00')]],
    ['it is out of scope', [level2, outOfScope('2026-11-23 10:30')]],
    ['it was withdrawn', [level2, moves('customer', '2026-11-23 10:30', 'closed')]],
  ])('%s', (_why, facts) => {
    expect(diary(facts, ['2026-11-23 12:00', '2026-11-23 13:30', '2026-11-24 15:00'])).toEqual([])
  })

  it('when it is accepted too late, then that is told at once', () => {
    const facts = [level2, needsDecision('2026-11-23 10:00'), accepted('2026-11-24 12:00')]
    expect(diary(facts, ['2026-11-24 11:00', '2026-11-24 12:00'])).toEqual([
      '11-24 12:00 breach reaction 1',
    ])
  })
})

describe('§4.3 the downgrade', () => {
  const silent = [
    registered('2026-11-20 18:00', 1),
    asks('partner', '2026-11-20 18:30', 'q1'),
    delivered('q1', '2026-11-20 18:30'),
  ]
  const now = moscow('2026-11-20 20:00')

  it('when both portals were not read past the instant, then it is not announced yet', () => {
    const early = decide(clocksOf(...silent), new Set(), {
      now,
      readUntil: moscow('2026-11-20 19:30'),
    })
    expect(early.notices.filter(({ kind }) => kind === 'downgraded')).toEqual([])
    const later = decide(clocksOf(...silent), new Set(), {
      now,
      readUntil: moscow('2026-11-20 19:31'),
    })
    expect(later.notices).toMatchObject([
      { kind: 'downgraded', from: 1, to: 2, at: moscow('2026-11-20 19:30') },
    ])
  })

  it('when an answer in time turns up afterwards, then it is corrected, once', () => {
    const announced = new Set<string>()
    for (const key of decide(clocksOf(...silent), announced, now).notices.flatMap(keysOf))
      announced.add(key)
    const clocks = clocksOf(...silent, says('customer', '2026-11-20 19:29'))
    const { notices } = decide(clocks, announced, now)
    const corrections = notices.filter(({ kind }) => kind === 'corrected')
    expect(corrections).toMatchObject([{ kind: 'corrected', level: 1 }])
    for (const key of notices.flatMap(keysOf)) announced.add(key)
    expect(decide(clocks, announced, now).notices).toEqual([])
  })

  it('when the hour runs, then it wakes an instant after its end', () => {
    const late = [...silent.slice(0, 2), delivered('q1', '2026-11-20 18:35')]
    const { wakeAt } = decide(clocksOf(...late), new Set(), moscow('2026-11-20 19:32'))
    expect(wakeAt).toBe(moscow('2026-11-20 19:35') + 1)
  })
})

describe('closing by itself', () => {
  const proposed = [
    level2,
    says('partner', '2026-11-23 11:00'),
    moves('partner', '2026-11-23 16:00', 'proposed'),
  ]

  it('when the term is over, then it is time to close, once', () => {
    expect(diary(proposed, ['2026-11-30 15:59', '2026-11-30 16:00', '2026-12-01 10:00'])).toEqual([
      '11-30 16:00 autoClose',
    ])
  })

  it('when it is closed, then there is nothing to wake for', () => {
    const closed = moves('customer', '2026-11-30 16:00', 'closed')
    expect(decide(clocksOf(...proposed, closed), new Set(), moscow('2026-12-01 10:00'))).toEqual({
      notices: [],
      wakeAt: null,
    })
  })
})

describe('wakeAt', () => {
  it.each([
    ['2026-11-23 10:00', '2026-11-23 12:00'],
    ['2026-11-23 12:00', '2026-11-23 13:12'],
    ['2026-11-23 13:12', '2026-11-23 14:00'],
    ['2026-11-23 15:00', null],
  ])('at %s is %s', (now, wake) => {
    expect(moscowText(decide(clocksOf(level2), new Set(), moscow(now)).wakeAt)).toBe(wake)
  })
})
