import { describe, expect, it } from 'vitest'
import { runVectors } from '../../../tooling/vector-run.ts'

const calendars = {
  office: { tz: 'Europe/Moscow', week: { mon: [['09:00', '18:00']] } },
  shut: { tz: 'Etc/UTC', week: {} },
}
const monday = { calendar: 'office', start: '2026-11-23T06:00:00Z' }

describe('the runner of business-time vectors', () => {
  it('when all hold, then it says only how many', () => {
    const vectors = [
      { id: 'A1', op: 'add', ...monday, seconds: 3600, expected: '2026-11-23T07:00:00Z' },
      { id: 'A2', op: 'add', ...monday, calendar: 'shut', seconds: 1, expected: null },
      { id: 'A3', op: 'elapsed', ...monday, end: '2026-11-23T06:30:00Z', expected: 1800 },
    ]
    expect(runVectors({ calendars, vectors }).lines).toEqual(['3 passed, 0 failed'])
  })

  it('when one misses and one is not offered, then both are named', () => {
    const vectors = [
      { id: 'B1', op: 'is_open', calendar: 'office', at: '2026-11-23T06:00:00Z', expected: false },
      { id: 'B2', op: 'add_workdays', ...monday, days: 2, expected: '2026-11-25T06:00:00Z' },
    ]
    expect(runVectors({ calendars, vectors }).lines).toEqual([
      'B1 is_open: expected false, got true',
      '0 passed, 1 failed, 1 skipped (add_workdays)',
    ])
  })

  it('when work is billed and pauses overlap, then the engine answers in seconds', () => {
    const night = { calendar: 'office', start: '2026-11-23T19:00:00Z', end: '2026-11-23T19:07:00Z' }
    const vectors = [
      {
        id: 'C1',
        op: 'billable',
        ...night,
        minimum_seconds: 1200,
        multiplier: 2,
        expected: { in_hours_seconds: 0, out_of_hours_seconds: 1200, tariff_units_seconds: 2400 },
      },
      {
        id: 'C2',
        op: 'elapsed',
        ...monday,
        end: '2026-11-23T09:00:00Z',
        pauses: [
          ['2026-11-23T06:30:00Z', '2026-11-23T07:30:00Z'],
          ['2026-11-23T07:00:00Z', '2026-11-23T08:00:00Z'],
        ],
        expected: 5400,
      },
    ]
    expect(runVectors({ calendars, vectors }).lines).toEqual(['2 passed, 0 failed'])
  })
})
