import { describe, expect, it } from 'vitest'
import { summariseWeek } from '../../../../client/ui/week-summary.ts'
import { defaultCalendar } from '../../../../shared/calendar/schema.ts'

describe('week in short', () => {
  it('joins days in a row with the same hours', () => {
    expect(summariseWeek(defaultCalendar.week)).toEqual([
      { first: 'mon', last: 'fri', windows: [['09:00', '18:00']] },
      { first: 'sat', last: 'sun', windows: [] },
    ])
  })

  it('keeps a day with hours of its own apart', () => {
    const week = { ...defaultCalendar.week, wed: [['10:00', '14:00'] as [string, string]] }
    expect(summariseWeek(week).map(({ first, last }) => [first, last])).toEqual([
      ['mon', 'tue'],
      ['wed', 'wed'],
      ['thu', 'fri'],
      ['sat', 'sun'],
    ])
  })
})
