import { describe, expect, it } from 'vitest'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { clockOf, clocksOf, moscowText, moves, registered, says, seen, setLevel } from './story.ts'

describe('«Change of level at t», a running clock', () => {
  it.each([
    [
      'lowered 1 → 2 in the night: start + 4 working hours',
      ['2026-11-20 18:30', 1],
      ['2026-11-20 19:00', 2],
      '2026-11-23 13:00',
    ],
    ['lowered 2 → 4', ['2026-11-23 10:00', 2], ['2026-11-23 12:00', 4], '2026-11-24 17:00'],
    [
      'raised 4 → 2: t + 4 working hours',
      ['2026-11-23 10:00', 4],
      ['2026-11-23 12:00', 2],
      '2026-11-23 16:00',
    ],
    [
      'raised 3 → 2 shortly before the due: the old due stays',
      ['2026-11-23 10:00', 3],
      ['2026-11-23 16:00', 2],
      '2026-11-23 18:00',
    ],
    [
      'raised 2 → 1 on a Saturday: t + 1 hour',
      ['2026-11-20 17:00', 2],
      ['2026-11-21 12:00', 1],
      '2026-11-21 13:00',
    ],
    [
      'raised 2 → 1 just before the due',
      ['2026-11-23 10:00', 2],
      ['2026-11-23 13:30', 1],
      '2026-11-23 14:00',
    ],
    [
      'lowered 1 → 2 on the working Saturday',
      ['2027-02-20 15:30', 1],
      ['2027-02-20 16:00', 2],
      '2027-02-24 11:30',
    ],
  ] as const)('%s', (_situation, [at, from], [changedAt, to], due) => {
    const clocks = clocksOf(registered(at, from), setLevel(changedAt, to, true))
    expect(seen(clocks, 'reaction', { now: changedAt })).toBe(`running until ${due}`)
  })

  it('when it was breached, then it stays breached with its old due', () => {
    const clocks = clocksOf(registered('2026-11-20 18:30', 1), setLevel('2026-11-20 20:00', 2))
    expect(seen(clocks, 'reaction', { now: '2026-11-20 21:00' })).toBe(
      'breached until 2026-11-20 19:30',
    )
  })

  it('when it was met, then it stays met with its old due', () => {
    const clocks = clocksOf(
      registered('2026-11-23 10:00', 3),
      says('partner', '2026-11-23 17:00'),
      setLevel('2026-11-23 17:30', 1, true),
    )
    expect(seen(clocks, 'reaction', { now: '2026-11-25 10:00' })).toBe('met until 2026-11-23 18:00')
  })

  it('when it is lowered and raised again, then each change counts from what was before', () => {
    const clocks = clocksOf(
      registered('2026-11-23 10:00', 2),
      setLevel('2026-11-23 11:00', 4),
      setLevel('2026-11-23 12:00', 3),
    )
    expect(seen(clocks, 'reaction', { now: '2026-11-23 12:00' })).toBe(
      'running until 2026-11-24 11:00',
    )
  })
})

describe('«Change of level at t», a paused clock', () => {
  const waiting = [
    registered('2026-11-23 09:00', 3),
    says('partner', '2026-11-23 10:00'),
    moves('partner', '2026-11-23 12:00', 'waiting'),
  ]

  it('when it is raised, then it has the whole new target from when it resumes', () => {
    const clocks = clocksOf(
      ...waiting,
      setLevel('2026-11-23 15:00', 2),
      says('customer', '2026-11-24 10:00'),
    )
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-24 10:00' })).toBe(
      'running until 2026-11-24 18:00',
    )
  })

  it('when little was left and it is raised, then it has the whole new target all the same', () => {
    const late = [
      registered('2026-11-23 09:00', 3),
      says('partner', '2026-11-23 10:00'),
      moves('partner', '2026-11-24 16:00', 'waiting'),
    ]
    const clocks = clocksOf(
      ...late,
      setLevel('2026-11-24 17:00', 2),
      says('customer', '2026-11-25 10:00'),
    )
    expect(seen(clocksOf(...late), 'statusUpdate', { now: '2026-11-24 17:00' })).toBe(
      'paused, 60 min left',
    )
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-25 10:00' })).toBe(
      'running until 2026-11-25 18:00',
    )
  })

  it('when it is raised to level 1, then it resumes at that instant', () => {
    const clocks = clocksOf(...waiting, setLevel('2026-11-23 22:00', 1, true))
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-23 22:00' })).toBe(
      'running until 2026-11-24 00:00',
    )
  })

  it('when it is lowered, then the pause stays out of the new target too', () => {
    const clocks = clocksOf(
      ...waiting,
      setLevel('2026-11-23 15:00', 4),
      says('customer', '2026-11-24 12:00'),
    )
    // Two of forty hours were used before the pause; 38 remain.
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-24 12:00' })).toBe(
      'running until 2026-11-30 14:00',
    )
  })
})

describe('the resolution target, optional', () => {
  const policy = {
    ...defaultPolicy,
    levels: {
      ...defaultPolicy.levels,
      2: { ...defaultPolicy.levels[2], resolutionMinutes: 16 * 60 },
    },
  }
  const start = registered('2026-11-23 10:00', 2)
  const withTarget = (...facts: Parameters<typeof clocksOf>) =>
    computeClocks(policy, defaultCalendar, [start, says('partner', '2026-11-23 11:00'), ...facts])

  it('by default there is none', () => {
    expect(clocksOf(start).clocks.map(({ name }) => name)).toEqual(['reaction'])
  })

  it('when a solution is proposed in time, then it is met', () => {
    const clocks = withTarget(moves('partner', '2026-11-24 16:00', 'proposed'))
    expect(seen(clocks, 'resolution', { now: '2026-12-01 10:00' })).toBe(
      'met until 2026-11-24 17:00',
    )
  })

  it('when the solution is rejected, then a new one is owed', () => {
    const clocks = withTarget(
      moves('partner', '2026-11-24 16:00', 'proposed'),
      moves('customer', '2026-11-25 10:00', 'inWork'),
    )
    expect(seen(clocks, 'resolution', { now: '2026-11-25 10:00' })).toBe(
      'running until 2026-11-26 17:00',
    )
  })

  it('when the customer withdraws, then none is needed', () => {
    const clocks = withTarget(moves('customer', '2026-11-24 10:00', 'closed'))
    expect(seen(clocks, 'resolution', { now: '2026-12-01 10:00' })).toBe('notNeeded')
  })

  it('when the ticket is raised to a level that promises one, then it starts with the raise', () => {
    const low = [registered('2026-11-23 10:00', 3), setLevel('2026-11-23 15:00', 2)]
    const clocks = computeClocks(policy, defaultCalendar, low)
    expect(moscowText(clockOf(clocks, 'resolution').dueAt)).toBe('2026-11-25 13:00')
  })

  it('when it is lowered to a level that promises none, then none is needed', () => {
    const clocks = withTarget(setLevel('2026-11-23 15:00', 3))
    expect(seen(clocks, 'resolution', { now: '2026-12-01 10:00' })).toBe('notNeeded')
  })
})
