import { describe, expect, it } from 'vitest'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'
import { holdsFrom } from '../../../../shared/sla/holds-from.ts'

/** 01:30 on 24 November in Moscow, still the 23rd in Greenwich. */
const now = Date.parse('2026-11-23T22:30:00Z')
const kaliningrad = { ...defaultCalendar, zone: 'Europe/Kaliningrad' }

describe('from when something holds that shall hold from a date on', () => {
  it.each([
    ['a day to come begins at midnight in the zone', '2026-12-01', '2026-11-30T21:00:00Z'],
    ['today means from now on', '2026-11-24', '2026-11-23T22:30:00Z'],
    ['yesterday is over', '2026-11-23', null],
  ])('%s', (_case, on, expected) => {
    expect(holdsFrom(on, defaultCalendar, now)).toBe(expected && Date.parse(expected))
  })

  it.each([
    ['another zone has another midnight', kaliningrad, '2026-11-30T22:00:00Z'],
    ['round the clock goes by Moscow', { kind: 'always' } as const, '2026-11-30T21:00:00Z'],
  ])('%s', (_case, calendar, expected) => {
    expect(holdsFrom('2026-12-01', calendar, now)).toBe(Date.parse(expected))
  })
})
