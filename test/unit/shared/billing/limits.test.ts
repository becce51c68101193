import { describe, expect, it } from 'vitest'
import { reachedShares, usedPercent } from '../../../../shared/billing/limits.ts'

const none = { monthlyMinutes: null, monthlyKopecks: null, needsConsent: false }

describe('how much of a limit is used', () => {
  it.each([
    ['nothing is agreed', none, 500, 500, null],
    ['minutes', { ...none, monthlyMinutes: 600 }, 479, 0, 79],
    ['exactly a share', { ...none, monthlyMinutes: 600 }, 480, 0, 80],
    ['just not used up', { ...none, monthlyKopecks: 1_000_000 }, 0, 999_999, 99],
    ['of two the tighter one', { ...none, monthlyMinutes: 100, monthlyKopecks: 100 }, 20, 120, 120],
  ])('%s', (_case, limits, minutes, kopecks, percent) => {
    expect(usedPercent(limits, { minutes, kopecks })).toBe(percent)
  })

  it.each([
    [79, []],
    [80, [80]],
    [100, [80, 100]],
    [250, [80, 100]],
  ])('%i per cent reach %j', (percent, shares) => {
    expect(reachedShares(percent)).toEqual(shares)
  })
})
