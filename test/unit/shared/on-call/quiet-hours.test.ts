import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quietHoursSchema, quietUntil } from '../../../../shared/on-call/quiet-hours.ts'

const night: [string, string] = ['21:00', '08:00']
const at = (text: string) => Date.parse(text)

describe('quiet hours', () => {
  it.each([
    ['before they begin', '2026-11-23T20:59:59+03:00', null],
    ['when they begin', '2026-11-23T21:00+03:00', '2026-11-24T08:00+03:00'],
    ['after midnight', '2026-11-24T03:00+03:00', '2026-11-24T08:00+03:00'],
    ['when they end', '2026-11-24T08:00+03:00', null],
  ])('%s, at %s', (_case, when, until) => {
    expect(quietUntil(night, 'Europe/Moscow', at(when))).toBe(until && at(until))
  })

  it('end by the clock on the wall when the clocks change', () => {
    const sunday = at('2026-03-29T01:30+01:00')
    expect(quietUntil(night, 'Europe/Berlin', sunday)).toBe(at('2026-03-29T08:00+02:00'))
  })

  it('never last the whole day', () => {
    expect(quietHoursSchema.safeParse(['09:00', '09:00']).success).toBe(false)
  })

  it('end later than the instant that lies in them, and are over then', () => {
    const quarters = fc.integer({ min: 0, max: 95 })
    const moments = fc.integer({ min: Date.UTC(2026, 0, 2), max: Date.UTC(2027, 1, 1) })
    const two = (value: number) => String(value).padStart(2, '0')
    const time = (quarter: number) => `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`
    const zones = fc.constantFrom('Europe/Moscow', 'Europe/Berlin', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(quarters, quarters, zones, moments, (from, to, zone, instant) => {
        fc.pre(from !== to)
        const quiet: [string, string] = [time(from), time(to)]
        const until = quietUntil(quiet, zone, instant)
        if (until === null) return
        expect(until).toBeGreaterThan(instant)
        expect(quietUntil(quiet, zone, until)).toBeNull()
      }),
      { numRuns: 300 },
    )
  })
})
