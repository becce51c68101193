import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../../shared/sla/history.ts'
import { asks, call, clocksOf, moves, outOfScope, registered, says, seen, upheld } from './story.ts'

describe('§3.6 reaction: from registration to the first contact, by level', () => {
  it.each([
    [
      'level 1 on a Friday evening runs through the night',
      '2026-11-20 18:30',
      1,
      '2026-11-20 19:30',
    ],
    ['level 2 on a Friday evening', '2026-11-20 17:00', 2, '2026-11-23 12:00'],
    ['level 3 on a Friday evening', '2026-11-20 17:00', 3, '2026-11-23 16:00'],
    ['level 4 on a Friday evening', '2026-11-20 17:00', 4, '2026-11-24 15:00'],
    ['level 2 before a short day ends', '2026-11-03 15:00', 2, '2026-11-05 11:00'],
    ['level 2 on 30 December', '2026-12-30 16:00', 2, '2027-01-11 11:00'],
    ['level 1 on 30 December', '2026-12-30 23:30', 1, '2026-12-31 00:30'],
    ['level 2 on the working Saturday 20.02.2027', '2027-02-20 09:00', 2, '2027-02-20 13:00'],
    ['level 3 on the working Saturday, which is short', '2027-02-20 10:00', 3, '2027-02-24 10:00'],
    [
      'level 2 at 09:00 in Vladivostok is 02:00 in Moscow',
      '2026-11-23 02:00',
      2,
      '2026-11-23 13:00',
    ],
    ['level 2 at 14:00: due exactly at closing time', '2026-11-23 14:00', 2, '2026-11-23 18:00'],
  ] as const)('%s', (_situation, at, level, due) => {
    expect(seen(clocksOf(registered(at, level)), 'reaction', { now: at })).toBe(
      `running until ${due}`,
    )
  })
})

describe('«Met or breached»: open time in (due, x]', () => {
  const at = '2026-11-20 14:00'
  const answered = (time: string) =>
    seen(clocksOf(registered(at, 2), says('partner', time)), 'reaction', {
      now: '2026-12-01 12:00',
    })

  it.each([
    ['at the due itself', '2026-11-20 18:00', 'met'],
    ['in the night after the due', '2026-11-20 23:00', 'met'],
    ['on Monday at the opening instant', '2026-11-23 09:00', 'met'],
    ['a minute after the opening', '2026-11-23 09:01', 'breached'],
  ])(
    'when the target ends at closing time on Friday and the answer comes %s',
    (_when, time, state) => {
      expect(answered(time)).toBe(`${state} until 2026-11-20 18:00`)
    },
  )

  it.each([
    ['2026-11-23 09:00', 'running'],
    ['2026-11-23 09:01', 'breached'],
  ])('when nobody answers, then on %s it is %s', (now, state) => {
    expect(seen(clocksOf(registered(at, 2)), 'reaction', { now })).toMatch(state)
  })
})

describe('§3.6 what is a contact and what is not', () => {
  const start = '2026-11-23 10:00'
  const met = 'met until 2026-11-23 14:00'
  const running = 'running until 2026-11-23 14:00'

  it.each<[string, Fact, string]>([
    ['a message of the partner', says('partner', '2026-11-23 11:00'), met],
    ['a question of the partner', asks('partner', '2026-11-23 11:00'), met],
    ['a call that reached somebody', call('2026-11-23 11:00'), met],
    ['a call that reached nobody', call('2026-11-23 11:00', { reached: false }), running],
    ['a message of a robot', says('robot', '2026-11-23 11:00'), running],
    ['a question of a robot', asks('robot', '2026-11-23 11:00'), running],
    ['a message of the customer', says('customer', '2026-11-23 11:00'), running],
    ['a move to «В работе»', moves('partner', '2026-11-23 11:00', 'inWork'), running],
    ['a move to «Ожидает ответа»', moves('partner', '2026-11-23 11:00', 'waiting'), running],
  ])('%s', (_what, fact, state) => {
    expect(
      seen(clocksOf(registered(start, 2), fact), 'reaction', { now: '2026-11-23 13:00' }),
    ).toBe(state)
  })

  it.each([
    ['14:00, entered at 14:15', '2026-11-23 14:00', '2026-11-23 14:15', 'met'],
    ['14:00, entered at 14:16', '2026-11-23 14:00', '2026-11-23 14:16', 'breached'],
  ])(
    'a call of %s: it counts from its start if entered within 15 minutes',
    (_w, time, entry, state) => {
      const clocks = clocksOf(registered(start, 2), call(time, { enteredAt: entry }))
      expect(seen(clocks, 'reaction', { now: '2026-11-23 15:00' })).toMatch(state)
    },
  )
})

describe('ends without any contact', () => {
  const start = '2026-11-23 10:00'

  it.each([
    ['withdrawn by the customer', moves('customer', '2026-11-23 11:00', 'closed'), 'notNeeded'],
    ['closed by the partner', moves('partner', '2026-11-23 11:00', 'closed'), 'notNeeded'],
    ['refused', moves('partner', '2026-11-23 11:00', 'rejected'), 'notNeeded'],
    [
      'withdrawn when it was late already',
      moves('customer', '2026-11-23 15:00', 'closed'),
      'breached until 2026-11-23 14:00',
    ],
  ])('%s', (_how, end, state) => {
    expect(seen(clocksOf(registered(start, 2), end), 'reaction', { now: '2026-11-24 10:00' })).toBe(
      state,
    )
  })

  it('when a withdrawn ticket is reopened, then a reaction is owed from that instant', () => {
    const clocks = clocksOf(
      registered(start, 2),
      moves('customer', '2026-11-23 11:00', 'closed'),
      moves('customer', '2026-11-24 10:00', 'inWork'),
    )
    expect(seen(clocks, 'reaction', { now: '2026-11-24 11:00' })).toBe(
      'running until 2026-11-24 14:00',
    )
  })
})

describe('§2 out of scope', () => {
  const marked = [registered('2026-11-23 10:00', 2), outOfScope('2026-11-23 11:00')]

  it('when marked, then the clocks stand', () => {
    expect(seen(clocksOf(...marked), 'reaction', { now: '2026-11-25 12:00' })).toBe(
      'paused, 180 min left',
    )
  })

  it('when the objection is upheld, then the time between was a pause', () => {
    const clocks = clocksOf(...marked, upheld('2026-11-24 10:00'))
    expect(seen(clocks, 'reaction', { now: '2026-11-24 10:00' })).toBe(
      'running until 2026-11-24 13:00',
    )
  })

  it('when it was late before it was marked, then it stays so', () => {
    const clocks = clocksOf(registered('2026-11-23 10:00', 2), outOfScope('2026-11-23 15:00'))
    expect(seen(clocks, 'reaction', { now: '2026-11-25 12:00' })).toBe(
      'breached until 2026-11-23 14:00',
    )
  })

  it('when the target ended at closing time and it is marked in the night, then it is late only after that', () => {
    const night = [registered('2026-11-23 14:00', 2), outOfScope('2026-11-23 22:00')]
    const clocks = clocksOf(...night, upheld('2026-11-24 10:00'))
    expect(seen(clocks, 'reaction', { now: '2026-11-24 10:00' })).toMatch('running')
    expect(seen(clocks, 'reaction', { now: '2026-11-24 10:01' })).toMatch('breached')
  })
})
