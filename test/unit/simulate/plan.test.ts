import { describe, expect, it } from 'vitest'
import {
  closedLevels,
  contractOf,
  customersOf,
  newsPerDay,
  newsPerSecond,
  openLevels,
  partnersOf,
  patternOf,
} from '../../simulate/plan.ts'

const size = { portals: 1000, tickets: 100_000 }
const all = Array.from({ length: size.tickets }, (_, index) => index + 1)
const levels = [...closedLevels, ...openLevels]

describe('who is simulated', () => {
  it('one portal in ten is a support firm’s, each other one has a contract', () => {
    expect(partnersOf(size)).toBe(100)
    expect(customersOf(size)).toBe(900)
    expect(partnersOf({ ...size, portals: 2 })).toBe(1)
  })

  it('most tickets are closed, few are critical', () => {
    const open = all.filter((n) => patternOf(n) >= closedLevels.length)
    expect(open.length).toBe(size.tickets / 20)
    const critical = all.filter((n) => levels[patternOf(n)] === 1)
    expect(critical.length).toBe(size.tickets / 20)
    for (const level of closedLevels)
      expect(open.some((n) => levels[patternOf(n)] === level)).toBe(true)
  })

  it('a few customers file much, and nobody nothing', () => {
    const filed = Array.from({ length: customersOf(size) }, () => 0)
    for (const n of all) filed[contractOf(n, size)] = (filed[contractOf(n, size)] ?? 0) + 1
    expect(Math.max(...filed)).toBeGreaterThan(10 * (size.tickets / customersOf(size)))
    expect(Math.min(...filed)).toBeGreaterThan(0)
  })

  it('news of a day come mostly in its working hours', () => {
    const midnight = Date.parse('2026-11-23T00:00:00+03:00')
    const hours = Array.from({ length: 24 }, (_, hour) =>
      newsPerSecond(size, midnight + hour * 3_600_000),
    )
    const day = hours.reduce((sum, perSecond) => sum + perSecond * 3600, 0)
    expect(day).toBeGreaterThan(0.9 * newsPerDay(size))
    expect(day).toBeLessThan(1.1 * newsPerDay(size))
    expect(hours[11]).toBeGreaterThan(10 * (hours[3] ?? 0))
  })
})
