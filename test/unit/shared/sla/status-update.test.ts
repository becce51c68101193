import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../../shared/sla/history.ts'
import {
  asks,
  call,
  clockOf,
  clocksOf,
  moscowText,
  moves,
  registered,
  says,
  seen,
  setLevel,
} from './story.ts'

const start = registered('2026-11-23 10:00', 3)
const contact = says('partner', '2026-11-23 11:00')

describe('§3.6 status update: how often the partner reports', () => {
  it('when there was no contact yet, then it has not started', () => {
    const clocks = clocksOf(start)
    expect(clocks.notStarted).toEqual(['statusUpdate'])
    expect(clocks.clocks.map(({ name }) => name)).toEqual(['reaction'])
  })

  it.each<[string, Fact, string]>([
    ['a message', says('partner', '2026-11-23 15:00'), '2026-11-25 13:00'],
    [
      'a call with a public summary',
      call('2026-11-23 15:00', { hasPublicSummary: true }),
      '2026-11-25 13:00',
    ],
    ['a call without one', call('2026-11-23 15:00'), '2026-11-24 18:00'],
    ['a message of a robot', says('robot', '2026-11-23 15:00'), '2026-11-24 18:00'],
    ['a message of the customer', says('customer', '2026-11-23 15:00'), '2026-11-24 18:00'],
  ])('when, after the contact at 11:00, %s comes at 15:00', (_what, fact, due) => {
    const clocks = clocksOf(start, contact, fact)
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-23 16:00' })).toBe(`running until ${due}`)
  })

  it('when the first contact is a call, then the first interval starts with it', () => {
    const clocks = clocksOf(start, call('2026-11-23 11:00'))
    expect(moscowText(clockOf(clocks, 'statusUpdate').startedAt)).toBe('2026-11-23 11:00')
  })

  it('when an update comes late, then its interval is breached and the next one runs', () => {
    const clocks = clocksOf(start, contact, says('partner', '2026-11-25 10:00'))
    const now = '2026-11-25 11:00'
    expect(seen(clocks, 'statusUpdate', { now, interval: 0 })).toBe(
      'breached until 2026-11-24 18:00',
    )
    expect(seen(clocks, 'statusUpdate', { now, interval: 1 })).toBe(
      'running until 2026-11-26 17:00',
    )
  })
})

describe('while waiting for the customer', () => {
  const question = asks('partner', '2026-11-23 12:00')

  it('when the partner asks, then the new interval stands with the whole target', () => {
    const clocks = clocksOf(start, contact, question)
    expect(seen(clocks, 'statusUpdate', { now: '2026-12-15 12:00' })).toBe('paused, 960 min left')
    expect(clocks.waiting).toMatchObject({ reason: 'question' })
  })

  it.each<[string, Fact]>([
    ['a message of an authorised person', says('customer', '2026-11-24 10:00')],
    ['leaving the stage', moves('partner', '2026-11-24 10:00', 'inWork')],
  ])('when %s ends the wait, then the remainder goes on', (_what, end) => {
    const waiting = moves('partner', '2026-11-23 13:00', 'waiting')
    const clocks = clocksOf(start, contact, waiting, end)
    // Two of sixteen hours were used between 11:00 and 13:00.
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-24 10:00' })).toBe(
      'running until 2026-11-25 15:00',
    )
    expect(clocks.waiting).toBeNull()
  })

  it('when the partner writes again while waiting, then the interval after it stands too', () => {
    const clocks = clocksOf(start, contact, question, says('partner', '2026-11-24 10:00'))
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-24 12:00' })).toBe('paused, 960 min left')
  })

  it('when a robot asks, then that is a wait but not news', () => {
    const clocks = clocksOf(start, contact, asks('robot', '2026-11-23 13:00'))
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-24 12:00' })).toBe('paused, 840 min left')
  })

  it('when the wait ends at a weekend, then the remainder starts on Monday', () => {
    const clocks = clocksOf(
      start,
      contact,
      asks('partner', '2026-11-27 12:00'),
      says('customer', '2026-11-28 12:00'),
    )
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-28 12:00' })).toBe(
      'running until 2026-12-01 16:00',
    )
  })

  it('at level 1 it runs on', () => {
    const clocks = clocksOf(registered('2026-11-23 10:00', 1), asks('partner', '2026-11-23 10:30'))
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-23 11:00' })).toBe(
      'running until 2026-11-23 12:30',
    )
  })

  it('when level 1 is lowered during a wait, then it pauses from that instant', () => {
    const clocks = clocksOf(
      registered('2026-11-23 10:00', 1),
      asks('partner', '2026-11-23 10:30'),
      setLevel('2026-11-23 11:30', 2),
    )
    // Lowered: due at 10:30 + 8 working hours; one of these was used.
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-23 17:00' })).toBe('paused, 420 min left')
  })

  it('when it is breached before the wait, then waiting does not hide that', () => {
    const clocks = clocksOf(start, contact, moves('partner', '2026-11-26 10:00', 'waiting'))
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-26 11:00' })).toBe(
      'breached until 2026-11-24 18:00',
    )
  })
})

describe('ends and returns', () => {
  const proposed = moves('partner', '2026-11-23 16:00', 'proposed')

  it('when a solution is proposed, then no update is owed any more', () => {
    const clocks = clocksOf(start, contact, proposed, says('partner', '2026-11-24 10:00'))
    expect(seen(clocks, 'statusUpdate', { now: '2026-12-10 10:00' })).toBe(
      'met until 2026-11-24 18:00',
    )
  })

  it('when message and proposal come at one instant, then no empty interval is left', () => {
    const clocks = clocksOf(start, contact, says('partner', '2026-11-23 16:00'), proposed)
    expect(clocks.clocks.filter(({ name }) => name === 'statusUpdate')).toHaveLength(1)
  })

  it('when the customer rejects it, then a new interval starts', () => {
    const rejected = moves('customer', '2026-11-24 10:00', 'inWork')
    const clocks = clocksOf(start, contact, proposed, rejected)
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-24 10:00', interval: 1 })).toBe(
      'running until 2026-11-25 17:00',
    )
    expect(clocks.autoClose).toBeNull()
  })

  it('when nobody confirms, then it closes by itself after 45 working hours', () => {
    const { autoClose } = clocksOf(start, contact, proposed)
    expect(moscowText(autoClose?.at ?? null)).toBe('2026-11-30 16:00')
  })

  it('when it is closed, then it may be reopened within 90 working hours', () => {
    const closed = moves('customer', '2026-11-24 10:00', 'closed')
    const clocks = clocksOf(start, contact, proposed, closed)
    expect(moscowText(clocks.reopenUntil)).toBe('2026-12-08 10:00')
    expect(clocks.autoClose).toBeNull()
  })

  it('when the customer thanks, then nothing is reopened', () => {
    const closed = moves('customer', '2026-11-24 10:00', 'closed')
    const clocks = clocksOf(start, contact, proposed, closed, says('customer', '2026-11-24 11:00'))
    expect(clocks.stage).toBe('closed')
    expect(clocks.clocks).toHaveLength(2)
  })

  it('when it is reopened by the button, then a new interval starts', () => {
    const clocks = clocksOf(
      start,
      contact,
      proposed,
      moves('customer', '2026-11-24 10:00', 'closed'),
      moves('customer', '2026-11-26 10:00', 'inWork'),
    )
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-26 10:00' })).toBe(
      'running until 2026-11-27 17:00',
    )
    expect(clocks.reopenUntil).toBeNull()
  })
})
