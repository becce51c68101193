import { describe, expect, it } from 'vitest'
import { readClock } from '../../../../client/ui/clock-reading.ts'
import { nextClock } from '../../../../shared/sla/next-clock.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { workingLeftMs } from '../../../../shared/sla/clock.ts'
import { computeClocks } from '../../../../shared/sla/clocks.ts'
import type { Fact } from '../../../../shared/sla/history.ts'
import type { Level } from '../../../../shared/sla/level.ts'
import { defaultPolicy } from '../../../../shared/sla/policy.ts'

const at = (iso: string) => Date.parse(iso)
const registeredAt = at('2026-11-23T10:00+03:00')

const registered = (level: Level): Fact => ({
  kind: 'registered',
  id: 'item',
  at: registeredAt,
  recordedAt: registeredAt,
  level,
  consents: true,
  channel: 'portal',
})

const answered = (iso: string, asks = false): Fact => ({
  kind: 'message',
  id: `message:${iso}`,
  at: at(iso),
  recordedAt: at(iso),
  by: 'partner',
  author: 'Иван Петров',
  asks,
})

const clocksOf = (facts: Fact[]) => computeClocks(defaultPolicy, defaultCalendar, facts).clocks

function read(facts: Fact[], name: string, iso: string) {
  const clock = clocksOf(facts).find((candidate) => candidate.name === name)
  if (!clock) throw new Error(`No clock ${name}`)
  const now = at(iso)
  const workingMs = workingLeftMs(clock, defaultCalendar, now)
  return readClock(clock, { now, locale: 'ru', workingMs })
}

describe('a clock in words', () => {
  it.each([
    ['2026-11-23T11:00+03:00', 'running', 'left', '3 ч'],
    ['2026-11-23T13:59:30+03:00', 'running', 'leftShort', 'меньше минуты'],
    ['2026-11-23T14:30+03:00', 'breached', 'late', '30 мин'],
  ])('the reaction of level 2 at %s is %s: %s %s', (iso, state, key, duration) => {
    expect(read([registered(2)], 'reaction', iso)).toEqual({ state, words: { key, duration } })
  })

  it.each([
    [
      'on Friday at 16:00, due on Monday at 11:00',
      '2026-11-20T16:00+03:00',
      '2026-11-20T16:00+03:00',
      '4 ч',
    ],
    ['on Sunday', '2026-11-20T16:00+03:00', '2026-11-22T12:00+03:00', '2 ч'],
  ])(
    'one that lasts over closed hours tells its working time: %s',
    (_name, since, iso, duration) => {
      const facts = [{ ...registered(2), at: at(since), recordedAt: at(since) }]
      const words = { key: 'leftWorking', duration }
      expect(read(facts, 'reaction', iso)).toEqual({ state: 'running', words })
    },
  )

  it('of level 1, which knows no closed hours, the wall clock tells all', () => {
    const since = at('2026-11-20T19:45+03:00')
    const facts = [{ ...registered(1), at: since, recordedAt: since }]
    expect(read(facts, 'reaction', '2026-11-20T20:00+03:00').words.key).toBe('left')
  })

  it('a met one says how long it took', () => {
    const facts = [registered(2), answered('2026-11-23T11:15+03:00')]
    expect(read(facts, 'reaction', '2026-11-23T12:00+03:00')).toEqual({
      state: 'met',
      words: { key: 'metIn', duration: '1 ч 15 мин' },
    })
  })

  it('a paused one says why and what will be left', () => {
    const facts = [registered(2), answered('2026-11-23T11:00+03:00', true)]
    expect(read(facts, 'statusUpdate', '2026-11-23T15:00+03:00')).toEqual({
      state: 'paused',
      words: { key: 'waiting', duration: '8 ч' },
    })
  })

  it('the phone duty counts attempts and has no time left to tell', () => {
    expect(read([registered(1)], 'phoneDuty', '2026-11-23T10:30+03:00').words.key).toBe('kept')
  })
})

describe('what is due next', () => {
  it('is the earliest, whoever owes it', () => {
    const facts = [registered(1), answered('2026-11-23T10:10+03:00', true)]
    const delivered: Fact = {
      kind: 'delivered',
      id: 'd',
      at: at('2026-11-23T10:10+03:00'),
      recordedAt: at('2026-11-23T10:10+03:00'),
      messageId: 'message:2026-11-23T10:10+03:00',
    }
    const clocks = clocksOf([...facts, delivered])
    expect(nextClock(clocks)?.name).toBe('replyDuty')
  })

  it('a paused clock is named when nothing runs', () => {
    const clocks = clocksOf([registered(2), answered('2026-11-23T11:00+03:00', true)])
    expect(nextClock(clocks)).toMatchObject({
      name: 'statusUpdate',
      pauseReason: 'waiting',
    })
  })
})
