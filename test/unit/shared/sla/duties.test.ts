import { describe, expect, it } from 'vitest'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'
import { clocksAt } from '../../../../shared/sla/ticket-clocks.ts'
import {
  accepted,
  asks,
  call,
  clockOf,
  clocksOf,
  delivered,
  moscow,
  moscowText,
  moves,
  needsDecision,
  outOfScope,
  registered,
  says,
  seen,
  setLevel,
  upheld,
} from './story.ts'

const friday = registered('2026-11-20 18:00', 1)
const question = asks('partner', '2026-11-20 18:30', 'q1')
const read = delivered('q1', '2026-11-20 18:40')
const missed = (time: string) => call(time, { reached: false })

describe('§4.2 reply duty: one hour by the clock from the delivery of a question', () => {
  it('when the question is delivered, then the hour runs, also at night', () => {
    const clocks = clocksOf(friday, question, read)
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 19:00' })).toBe(
      'running until 2026-11-20 19:40',
    )
    expect(clockOf(clocks, 'replyDuty').owedBy).toBe('customer')
  })

  it('when it is not delivered, then nobody owes an answer', () => {
    const clocks = clocksOf(friday, question)
    expect(clocks.clocks.map(({ name }) => name)).not.toContain('replyDuty')
    expect(clocks.ifSilent).toBeNull()
  })

  it('when the delivery became known before the question, then that changes nothing', () => {
    expect(clocksOf(friday, read, question)).toEqual(clocksOf(friday, question, read))
  })

  it.each([
    ['at the last instant', '2026-11-20 19:40', 'met', 1],
    ['a minute late', '2026-11-20 19:41', 'breached', 2],
  ])('when he answers %s, then it is %s', (_when, time, state, level) => {
    const clocks = clocksOf(friday, question, read, says('customer', time))
    expect(seen(clocks, 'replyDuty', { now: '2026-11-21 10:00' })).toMatch(state)
    expect(clocks.level).toBe(level)
  })

  it('when several questions wait, then it is one duty from the earliest delivery', () => {
    const more = [asks('partner', '2026-11-20 18:50', 'q2'), delivered('q2', '2026-11-20 18:51')]
    const clocks = clocksOf(friday, question, read, ...more)
    expect(clocks.clocks.filter(({ name }) => name === 'replyDuty')).toHaveLength(1)
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 19:00' })).toBe(
      'running until 2026-11-20 19:40',
    )
  })

  it('when the later question is delivered first, then it runs from that delivery', () => {
    const clocks = clocksOf(
      friday,
      question,
      asks('partner', '2026-11-20 18:50', 'q2'),
      delivered('q2', '2026-11-20 18:51'),
      delivered('q1', '2026-11-20 19:20'),
    )
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 19:30' })).toBe(
      'running until 2026-11-20 19:51',
    )
  })

  it('when a question is asked after an answer, then a second duty begins', () => {
    const clocks = clocksOf(
      friday,
      question,
      read,
      says('customer', '2026-11-20 19:00'),
      asks('partner', '2026-11-20 19:10', 'q2'),
      delivered('q2', '2026-11-20 19:10'),
    )
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 19:30', interval: 0 })).toMatch('met')
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 19:30', interval: 1 })).toBe(
      'running until 2026-11-20 20:10',
    )
  })

  it('when the level is not 1, then there is no duty', () => {
    const clocks = clocksOf(registered('2026-11-20 18:00', 2), question, read)
    expect(clocks.clocks.map(({ owedBy }) => owedBy)).not.toContain('customer')
  })

  it('when an open question is met by a raise to level 1, then its hour starts with the raise', () => {
    const raise = setLevel('2026-11-20 20:00', 1, true)
    const clocks = clocksOf(registered('2026-11-20 18:00', 2), question, read, raise)
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 20:00' })).toBe(
      'running until 2026-11-20 21:00',
    )
  })

  it.each([
    ['lowers the level', setLevel('2026-11-20 19:00', 3)],
    ['proposes a solution', moves('partner', '2026-11-20 19:00', 'proposed')],
    ['closes the ticket', moves('partner', '2026-11-20 19:00', 'closed')],
  ])('when the partner %s, then no answer is needed', (_deed, fact) => {
    const clocks = clocksOf(friday, question, read, fact)
    expect(seen(clocks, 'replyDuty', { now: '2026-11-21 19:00' })).toBe('notNeeded')
    expect(clocks.ifSilent).toBeNull()
  })

  it('when the ticket is out of scope for a while, then the hour stands', () => {
    const clocks = clocksOf(
      friday,
      question,
      read,
      outOfScope('2026-11-20 19:00'),
      upheld('2026-11-20 22:00'),
    )
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 22:00' })).toBe(
      'running until 2026-11-20 22:40',
    )
  })
})

describe('§4.3 automatic downgrade', () => {
  it('when nobody answers, then after the hour the level is 2, with clause and evidence', () => {
    const clocks = clocksOf(friday, question, read)
    expect(clocks.level).toBe(1)
    expect(clocksAt(clocks, moscow('2026-11-20 19:40')).level).toBe(1)
    const after = clocksAt(clocks, moscow('2026-11-20 19:41'))
    expect(after.level).toBe(2)
    expect(after.levelChanges).toEqual([
      {
        at: moscow('2026-11-20 19:40'),
        from: 1,
        to: 2,
        reason: 'replyDuty',
        clause: '4.2',
        evidence: ['q1', 'delivered q1'],
      },
    ])
    // The status update was owed by 20:30; lowered to level 2 it pauses while the answer is awaited.
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-20 19:41' })).toBe('paused, 480 min left')
  })

  it('when later facts come, then the downgrade has happened in between', () => {
    const clocks = clocksOf(friday, question, read, says('customer', '2026-11-23 10:00'))
    expect(clocks.level).toBe(2)
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-23 10:00' })).toBe(
      'running until 2026-11-23 18:00',
    )
  })

  it('when an answer in time turns up later, then it has never happened', () => {
    const facts = [friday, question, read, says('partner', '2026-11-23 10:00')]
    expect(clocksOf(...facts).level).toBe(2)
    expect(clocksOf(...facts, says('customer', '2026-11-20 19:39')).levelChanges).toEqual([])
  })

  it.each([
    ['with new consents', true, 1],
    ['without them', false, 2],
  ])('when it is raised again %s', (_how, consents, level) => {
    const raise = setLevel('2026-11-23 10:00', 1, consents)
    expect(clocksOf(friday, question, read, raise).level).toBe(level)
  })
})

describe('§4 consents refused at filing', () => {
  it('when level 1 is filed without them, then it is the refusal level from the start', () => {
    const clocks = clocksOf(registered('2026-11-20 18:00', 1, false))
    expect(clocks.level).toBe(2)
    expect(clocks.levelChanges).toMatchObject([{ from: 1, to: 2, reason: 'consentsRefused' }])
    expect(seen(clocks, 'reaction', { now: '2026-11-20 18:00' })).toBe(
      'running until 2026-11-23 13:00',
    )
  })

  it('when the contract calls that standard, then it is level 3', () => {
    const policy = { ...defaultPolicy, refusalLevel: 3 as const }
    const facts = [registered('2026-11-20 18:00', 1, false)]
    expect(computeClocks(policy, defaultCalendar, facts).level).toBe(3)
  })
})

describe('§4.1 phone duty: two unanswered attempts, 10 to 60 minutes apart', () => {
  it.each([
    ['10 minutes apart', ['2026-11-20 18:30', '2026-11-20 18:40'], 2],
    ['60 minutes apart', ['2026-11-20 18:30', '2026-11-20 19:30'], 2],
    ['9 minutes apart', ['2026-11-20 18:30', '2026-11-20 18:39'], 1],
    ['61 minutes apart', ['2026-11-20 18:30', '2026-11-20 19:31'], 1],
    [
      'too soon, then in time after the first',
      ['2026-11-20 18:30', '2026-11-20 18:35', '2026-11-20 18:42'],
      2,
    ],
    [
      'too late, then in time after the second',
      ['2026-11-20 18:30', '2026-11-20 19:45', '2026-11-20 20:00'],
      2,
    ],
  ])('%s', (_situation, times, level) => {
    const clocks = clocksOf(friday, ...times.map(missed))
    expect(clocks.level).toBe(level)
  })

  it('when violated, then the level is 2 at the second attempt, and both are the evidence', () => {
    const clocks = clocksOf(friday, missed('2026-11-20 18:30'), missed('2026-11-20 18:50'))
    expect(clocks.levelChanges).toMatchObject([
      {
        at: moscow('2026-11-20 18:50'),
        reason: 'phoneDuty',
        clause: '4.1',
        evidence: ['call 2026-11-20 18:30', 'call 2026-11-20 18:50'],
      },
    ])
    expect(seen(clocks, 'phoneDuty', { now: '2026-11-20 18:50' })).toBe('breached')
    expect(seen(clocks, 'phoneDuty', { now: '2026-11-20 18:49' })).toBe('running')
  })

  it.each([
    ['a reached call', call('2026-11-20 18:40')],
    ['a message of the customer', says('customer', '2026-11-20 18:40')],
    ['a public message of the partner', says('partner', '2026-11-20 18:40')],
  ])('when %s lies between, then the count starts anew', (_what, contact) => {
    const clocks = clocksOf(friday, missed('2026-11-20 18:30'), contact, missed('2026-11-20 18:50'))
    expect(clocks.level).toBe(1)
    expect(clockOf(clocks, 'phoneDuty').attempts).toMatchObject({ made: 1, limit: 2 })
  })

  it('when the attempts lie in two periods of level 1, then they do not add up', () => {
    const clocks = clocksOf(
      friday,
      missed('2026-11-20 18:30'),
      setLevel('2026-11-20 18:35', 2),
      setLevel('2026-11-20 18:40', 1, true),
      missed('2026-11-20 18:50'),
    )
    expect(clocks.level).toBe(1)
  })

  it('when an attempt was entered late, then it counts from its entry', () => {
    const late = call('2026-11-20 18:30', { reached: false, enteredAt: '2026-11-20 19:00' })
    const clocks = clocksOf(friday, late, missed('2026-11-20 19:05'))
    expect(clocks.level).toBe(1)
  })
})

describe('«Требует решения»: clocks run, nothing is enforced', () => {
  const undecided = [friday, needsDecision('2026-11-20 18:00'), question, read]

  it('when nobody has accepted it, then silence costs nothing', () => {
    const clocks = clocksOf(...undecided, missed('2026-11-20 18:50'), missed('2026-11-20 19:05'))
    expect(clocks).toMatchObject({ level: 1, isEnforced: false, ifSilent: null })
    expect(seen(clocks, 'statusUpdate', { now: '2026-11-20 19:00' })).toBe(
      'running until 2026-11-20 20:30',
    )
  })

  it('when it is accepted, then registration keeps its time and the duties begin', () => {
    const clocks = clocksOf(...undecided, accepted('2026-11-20 20:00'))
    expect(moscowText(clockOf(clocks, 'reaction').startedAt)).toBe('2026-11-20 18:00')
    expect(seen(clocks, 'replyDuty', { now: '2026-11-20 20:00' })).toBe(
      'running until 2026-11-20 21:00',
    )
  })
})
