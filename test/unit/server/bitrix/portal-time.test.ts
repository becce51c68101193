import { describe, expect, it } from 'vitest'
import { createPortalTime } from '../../../../server/bitrix/portal-time.ts'

const second = 1000

/** Stands still unless it is moved. */
function stillClock() {
  let now = Date.parse('2026-11-23T08:00:00Z')
  return {
    now: () => now,
    advance(ms: number) {
      now += ms
    },
  }
}

describe('the clock of a portal', () => {
  const clock = stillClock()
  const time = createPortalTime(clock)

  /** A call that takes three seconds, answered by a portal whose clock is off. */
  const ask = (offMs: number) => {
    const hear = time.onCall({ method: 'crm.item.get', params: {} })
    clock.advance(3 * second)
    hear({ result: {}, time: { finish: (clock.now() - second + offMs) / second } })
  }

  it.each([
    ['agrees with ours', 0, 0],
    ['is off by less than the call took', 2 * second, 0],
    ['is ten minutes ahead', 600 * second, 599 * second],
    ['is ten minutes behind', -600 * second, -598 * second],
  ])('%s', (_situation, offMs, skewMs) => {
    ask(offMs)
    expect(time.skewMs()).toBe(skewMs)
  })

  it('an answer without a time says nothing new', () => {
    const before = time.skewMs()
    time.onCall({ method: 'crm.item.get', params: {} })({ result: {}, time: undefined })
    expect(time.skewMs()).toBe(before)
  })
})

describe('the working time of methods', () => {
  it('says how long a method stays blocked, also one that was called in a batch', () => {
    const clock = stillClock()
    const time = createPortalTime(clock)
    const at = (ms: number) => Math.floor((clock.now() + ms) / second)
    const params = { cmd: { c0: 'crm.item.list?select[]=id', c1: 'crm.item.get?id=1' } }
    time.onCall({ method: 'batch', params })({
      result: {
        result_time: {
          c0: { finish: at(0), operating_reset_at: at(240 * second) },
          c1: { finish: at(0) },
        },
      },
      time: { finish: at(0), operating_reset_at: at(60 * second) },
    })
    expect(time.blockedMs('crm.item.list')).toBe(240 * second)
    expect(time.blockedMs('crm.item.get')).toBeUndefined()
    clock.advance(241 * second)
    expect(time.blockedMs('crm.item.list')).toBeUndefined()
  })
})
